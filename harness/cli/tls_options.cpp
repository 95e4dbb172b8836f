#include "harness/cli/tls_options.h"

#include <CLI/CLI.hpp>

namespace squall::harness {

namespace {

using chaos::tls::Dialling;
using chaos::tls::Listening;
using contracts::ErrorKind;
using contracts::fail;

}  // namespace

std::shared_ptr<ListeningOptions> declare_listening_tls(CLI::App& app) {
  auto options = std::make_shared<ListeningOptions>();
  Listening& settings = options->settings;
  const auto file = [&](const char* name, std::string& value, const char* text) {
    app.add_option(name, value, text)->type_name("FILE")->group("TLS of those who connect");
  };
  file("--tls-cert", settings.certificate_file, "certificate chain to present (PEM, leaf first)");
  file("--tls-key", settings.key_file, "its key (PEM, no passphrase)");
  app.add_option("--tls-generate", settings.hosts, "present a certificate made for this host; as often as wanted")
      ->type_name("HOST")
      ->allow_extra_args(false)
      ->group("TLS of those who connect");
  app.add_option("--tls-authority", settings.authority_folder,
                 "folder of `squall ca` whose CA signs what is made; else one that nobody knows")
      ->type_name("DIR")
      ->group("TLS of those who connect");
  file("--tls-client-ca", settings.client_ca_file, "ask for a certificate by one of these CAs, and verify it");
  app.add_option("--tls-alpn", settings.protocols,
                 "a protocol that they may speak, such as h2 with --protocol tcp; as often as wanted")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group("TLS of those who connect");
  return options;
}

contracts::Result<std::optional<Listening>> listening_of(const ListeningOptions& options) {
  const Listening& given = options.settings;
  if (given == Listening{}) return std::optional<Listening>{};
  if (given.certificate_file.empty() != given.key_file.empty()) {
    return fail(ErrorKind::usage, "--tls-cert and --tls-key belong together");
  }
  if (given.certificate_file.empty() == given.hosts.empty()) {
    return fail(ErrorKind::usage, "TLS needs either --tls-cert with --tls-key or --tls-generate");
  }
  if (!given.authority_folder.empty() && given.hosts.empty()) {
    return fail(ErrorKind::usage, "--tls-authority: nothing is to be made", {}, "add --tls-generate HOST");
  }
  return std::optional<Listening>(given);
}

std::shared_ptr<DiallingOptions> declare_dialling_tls(CLI::App& app) {
  auto options = std::make_shared<DiallingOptions>();
  Dialling& settings = options->settings;
  const char* const group = "TLS to the provider";
  const auto file = [&](const char* name, std::string& value, const char* text) {
    app.add_option(name, value, text)->type_name("FILE")->group(group);
  };
  file("--upstream-ca", settings.ca_file, "CAs to verify it by (PEM); the system's by default");
  app.add_flag("--insecure", settings.insecure, "do not verify its certificate")->group(group);
  app.add_option("--upstream-server-name", settings.server_name, "name to send and to verify; its host by default")
      ->type_name("NAME")
      ->group(group);
  file("--upstream-cert", settings.certificate_file, "certificate to present when it asks for one (PEM)");
  file("--upstream-key", settings.key_file, "its key (PEM, no passphrase)");
  app.add_option("--upstream-alpn", settings.protocols, "a protocol to offer to it; as often as wanted")
      ->type_name("NAME")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--sni", options->routes,
                 "pass TLS through, undecrypted: who asks for HOST goes there; as often as wanted, with --protocol tcp")
      ->type_name("HOST=HOST:PORT")
      ->allow_extra_args(false)
      ->group(group);
  return options;
}

contracts::Result<std::optional<Dialling>> dialling_of(const DiallingOptions& options, bool tls) {
  const Dialling& given = options.settings;
  if (!tls && given != Dialling{}) {
    const bool files = given.ca_file.empty() && given.certificate_file.empty() && given.key_file.empty();
    const std::string name = given.insecure             ? "--insecure"
                             : !given.protocols.empty() ? "--upstream-alpn"
                             : files                    ? "--upstream-server-name"
                                                        : "--upstream-ca/cert/key";
    return fail(ErrorKind::usage, name + ": no TLS is spoken to the provider", {},
                "write --upstream https://HOST:PORT, or tls://HOST:PORT");
  }
  if (!tls) return std::optional<Dialling>{};
  if (given.certificate_file.empty() != given.key_file.empty()) {
    return fail(ErrorKind::usage, "--upstream-cert and --upstream-key belong together");
  }
  return std::optional<Dialling>(given);
}

contracts::Result<std::vector<chaos::tls::Route>> routes_of(const DiallingOptions& options) {
  std::vector<chaos::tls::Route> routes;
  for (const std::string& text : options.routes) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0) {
      return fail(ErrorKind::usage, "--sni: expected HOST=HOST:PORT, found '" + text + "'", {},
                  "write it like payments.test=127.0.0.1:8443");
    }
    SQUALL_TRY_ASSIGN(const Address address, parse_address("--sni", text.substr(equals + 1), false));
    routes.push_back({text.substr(0, equals), address.host, address.port});
  }
  return routes;
}

contracts::Result<Provider> parse_provider(std::string_view option, std::string_view text) {
  const bool https = text.starts_with("https://");
  if (!https && !text.starts_with("tls://")) {
    SQUALL_TRY_ASSIGN(Address plain, parse_address(option, text, false));
    return Provider{std::move(plain), false};
  }
  text.remove_prefix(https ? 8 : 6);
  std::string authority(text.substr(0, text.find('/')));
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string::npos || authority.ends_with(']')) authority += ":443";
  SQUALL_TRY_ASSIGN(Address address, parse_address(option, authority, false));
  return Provider{std::move(address), true};
}

}  // namespace squall::harness
