#pragma once
// How an issuer of tokens is set up on the command line, alone or beside stubs.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/issuer/issuer.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace squall::harness {

struct IssuerOptions {
  std::string audience = "api";
  std::vector<std::string> clients;  // ID, ID:SECRET, ID:SECRET:SCOPES
  std::vector<std::string> users;    // NAME:PASSWORD
  bool password_grant = false;
  std::string algorithm = "RS256";
  std::string lifetime = "1h";
  std::string flaw = "none";
  std::string url;  // "" : where it listens
};
// `only_with`: the option without which none of these means anything; may be null.
std::shared_ptr<IssuerOptions> declare_issuer(CLI::App& app, CLI::Option* only_with = nullptr);
// With its keys, by the system's clock. Errors (usage): a value that is not what its option takes.
contracts::Result<std::shared_ptr<Issuer>> make_issuer(const IssuerOptions& options, std::uint64_t seed,
                                                       std::chrono::nanoseconds latency);

// It listens there: its URL, unless an option said another.
void found_at(Issuer& issuer, bool tls, const std::string& host, std::uint16_t port);

}  // namespace squall::harness
