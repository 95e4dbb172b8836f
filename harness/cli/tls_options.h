#pragma once
// TLS on the command line: of whoever listens, and of a proxy towards its provider.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/tls/settings.h"
#include "contracts/core/result.h"
#include "harness/cli/address.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct ListeningOptions {
  chaos::tls::Listening settings;
};
std::shared_ptr<ListeningOptions> declare_listening_tls(CLI::App& app);
// Nothing when no option was given. Errors (usage) name the option that lacks another.
contracts::Result<std::optional<chaos::tls::Listening>> listening_of(const ListeningOptions& options);

struct DiallingOptions {
  chaos::tls::Dialling settings;
  std::vector<std::string> routes;
};
std::shared_ptr<DiallingOptions> declare_dialling_tls(CLI::App& app);
// Errors (usage): an option without TLS to the provider.
contracts::Result<std::optional<chaos::tls::Dialling>> dialling_of(const DiallingOptions& options, bool tls);
// "payments.test=127.0.0.1:9001"
contracts::Result<std::vector<chaos::tls::Route>> routes_of(const DiallingOptions& options);

struct Provider {
  Address address;
  bool tls = false;
};
// As parse_address() reads it, and "https://payments:8443" and "tls://payments:6380" (port 443 when it has none).
contracts::Result<Provider> parse_provider(std::string_view option, std::string_view text);

}  // namespace squall::harness
