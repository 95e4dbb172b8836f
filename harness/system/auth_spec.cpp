#include "harness/system/auth_spec.h"

#include <array>
#include <optional>

namespace squall::harness {

namespace {

using contracts::ErrorKind;

constexpr std::array<std::pair<std::string_view, AuthSpec::Kind>, 4> kinds = {{{"basic", AuthSpec::Kind::basic},
                                                                               {"bearer", AuthSpec::Kind::bearer},
                                                                               {"key", AuthSpec::Kind::key},
                                                                               {"oauth2", AuthSpec::Kind::oauth2}}};

tl::unexpected<contracts::Error> wrong(std::string message) {
  return contracts::fail(ErrorKind::usage, std::move(message), {},
                         "write basic:USER:PASSWORD, bearer:TOKEN, key:VALUE or "
                         "oauth2:client_id=ID,client_secret=SECRET, after SCHEME= if it is for one scheme");
}

std::optional<AuthSpec::Kind> kind_of(std::string_view name) {
  for (const auto& [known, kind] : kinds) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

contracts::Status read_client(AuthSpec& auth, std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(','), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = pair.find('=');
    const std::string_view key = pair.substr(0, equals);
    std::string* const target = key == "token_url"       ? &auth.token_url
                                : key == "client_id"     ? &auth.user
                                : key == "client_secret" ? &auth.secret
                                : key == "scope"         ? &auth.scope
                                                         : nullptr;
    if (target == nullptr || equals == std::string_view::npos)
      return wrong("oauth2 credentials hold something else than token_url, client_id, client_secret and scope");
    *target = std::string(pair.substr(equals + 1));
  }
  if (auth.user.empty() || auth.secret.empty()) return wrong("oauth2 credentials need client_id and client_secret");
  return {};
}

}  // namespace

std::string_view to_string(AuthSpec::Kind kind) {
  return kinds[static_cast<std::size_t>(kind)].first;
}

contracts::Result<AuthSpec> parse_auth(std::string_view text) {
  AuthSpec auth;
  const std::size_t equals = text.find('=');
  if (equals < text.find(':')) {
    auth.scheme = std::string(text.substr(0, equals));
    if (auth.scheme.empty()) return wrong("no scheme is named before '='");
    text.remove_prefix(equals + 1);
  }
  const std::size_t colon = text.find(':');
  const auto kind = kind_of(text.substr(0, colon));
  if (colon == std::string_view::npos || !kind) return wrong("these are no credentials");
  text.remove_prefix(colon + 1);
  auth.kind = *kind;
  if (auth.kind == AuthSpec::Kind::oauth2) {
    SQUALL_TRY(read_client(auth, text));
    return auth;
  }
  if (auth.kind == AuthSpec::Kind::basic) {
    const std::size_t separator = text.find(':');
    if (separator == std::string_view::npos) return wrong("basic credentials need a user and a password");
    auth.user = std::string(text.substr(0, separator));
    text.remove_prefix(separator + 1);
  }
  auth.secret = std::string(text);
  if (auth.secret.empty() && auth.kind != AuthSpec::Kind::basic)
    return wrong("nothing follows '" + std::string(to_string(auth.kind)) + ":'");
  return auth;
}

contracts::Status change_texts(AuthSpec& auth,
                               const std::function<contracts::Result<std::string>(const std::string&)>& change) {
  for (std::string* const text : {&auth.user, &auth.secret, &auth.token_url, &auth.scope}) {
    SQUALL_TRY_ASSIGN(*text, change(*text));
  }
  return {};
}

}  // namespace squall::harness
