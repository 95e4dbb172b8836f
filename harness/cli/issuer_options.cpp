#include "harness/cli/issuer_options.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <utility>

#include "contracts/core/units.h"
#include "harness/cli/address.h"
#include "harness/issuer/scopes.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

contracts::Result<OAuthClient> client_of(const std::string& text) {
  const auto first = text.find(':');
  OAuthClient client;
  client.id = text.substr(0, first);
  if (client.id.empty()) {
    return fail(ErrorKind::usage, "--client: expected ID:SECRET, found '" + text + "'", {},
                "write it like web:hunter2, or web:hunter2:orders.read orders.write");
  }
  if (first == std::string::npos) return client;
  const auto second = text.find(':', first + 1);
  const std::string secret = text.substr(first + 1, second == std::string::npos ? second : second - first - 1);
  if (!secret.empty()) client.secret = secret;
  if (second != std::string::npos) client.scopes = scopes_of(text.substr(second + 1));
  return client;
}

contracts::Result<OAuthUser> user_of(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    return fail(ErrorKind::usage, "--user: expected NAME:PASSWORD, found '" + text + "'");
  }
  return OAuthUser{text.substr(0, colon), text.substr(colon + 1)};
}

std::int64_t seconds_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace

std::shared_ptr<IssuerOptions> declare_issuer(CLI::App& app, CLI::Option* only_with) {
  auto options = std::make_shared<IssuerOptions>();
  std::string flaws;
  for (const auto& flaw : token_flaws()) flaws += (flaws.empty() ? "" : ", ") + std::string(flaw.name);
  const std::vector<CLI::Option*> all = {
      app.add_option("--audience", options->audience, "whom access tokens are for, where a request names nobody")
          ->type_name("NAME"),
      app.add_option("--client", options->clients,
                     "a client that may ask, with the scopes that it may be granted; without a secret a public one; "
                     "anybody may where there is none; repeatable")
          ->type_name("ID[:SECRET[:SCOPE SCOPE]]")
          ->allow_extra_args(false),
      app.add_option("--user", options->users, "a user, with its password; any will do where there is none; repeatable")
          ->type_name("NAME:PASSWORD")
          ->allow_extra_args(false),
      app.add_flag("--password-grant", options->password_grant, "allow the password grant, which OAuth 2.1 leaves out"),
      app.add_option("--alg", options->algorithm, "what tokens are signed with")
          ->check(CLI::IsMember({"RS256", "ES256"}).description(""))
          ->type_name("RS256|ES256"),
      app.add_option("--token-lifetime", options->lifetime, "of access and id tokens")->type_name("TIME"),
      app.add_option("--token-flaw", options->flaw, "what is wrong with every token: " + flaws)->type_name("KIND"),
      app.add_option("--issuer-url", options->url,
                     "what tokens name as their issuer, where clients see another address")
          ->type_name("URL"),
  };
  for (CLI::Option* option : all) {
    if (only_with != nullptr) option->needs(only_with);
  }
  return options;
}

contracts::Result<std::shared_ptr<Issuer>> make_issuer(const IssuerOptions& options, std::uint64_t seed,
                                                       std::chrono::nanoseconds latency) {
  IssuerSettings settings;
  settings.audience = options.audience;
  settings.password_grant = options.password_grant;
  settings.algorithm = options.algorithm == "ES256" ? Algorithm::es256 : Algorithm::rs256;
  settings.seed = seed;
  settings.now = seconds_now;
  for (const auto& text : options.clients) {
    SQUALL_TRY_ASSIGN(auto client, client_of(text));
    settings.clients.push_back(std::move(client));
  }
  for (const auto& text : options.users) {
    SQUALL_TRY_ASSIGN(auto user, user_of(text));
    settings.users.push_back(std::move(user));
  }
  const auto lifetime = contracts::parse_duration(options.lifetime);
  if (!lifetime || *lifetime < std::chrono::seconds(1)) {
    return fail(ErrorKind::usage,
                "--token-lifetime: " + (lifetime ? "at least 1s is needed" : lifetime.error().message));
  }
  settings.lifetime = std::chrono::duration_cast<std::chrono::seconds>(*lifetime);
  const bool is_url = options.url.empty() || options.url.starts_with("http://") || options.url.starts_with("https://");
  if (!is_url || options.url.find_first_of("?# ") != std::string::npos) {
    return fail(ErrorKind::usage, "--issuer-url: '" + options.url + "' is no URL of an issuer", {},
                "write it like http://issuer:9400");
  }
  Conduct conduct;
  conduct.latency = latency;
  SQUALL_TRY_ASSIGN(conduct.flaw, token_flaw_named(options.flaw));
  SQUALL_TRY_ASSIGN(auto issuer, Issuer::create(std::move(settings), std::move(conduct)));
  std::string url = options.url;
  while (url.ends_with('/')) url.pop_back();
  issuer->served_at(std::move(url));
  return issuer;
}

void found_at(Issuer& issuer, bool tls, const std::string& host, std::uint16_t port) {
  if (issuer.url().empty()) issuer.served_at((tls ? "https://" : "http://") + address_text(host, port));
}

}  // namespace squall::harness
