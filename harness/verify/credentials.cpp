#include "harness/verify/credentials.h"

#include <algorithm>

#include "contracts/core/suggest.h"
#include "harness/check/base64.h"
#include "harness/verify/message_parts.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using contracts::openapi::SecurityScheme;
using Kind = AuthSpec::Kind;

bool takes_tokens(const SecurityScheme& scheme) {
  return scheme.type == "oauth2" || scheme.type == "openIdConnect" ||
         (scheme.type == "http" && scheme.scheme == "bearer");
}

// Is it a scheme that credentials of this kind are for, when they name none?
bool is_of_kind(const SecurityScheme& scheme, Kind kind) {
  switch (kind) {
    case Kind::basic:
      return scheme.type == "http" && scheme.scheme == "basic";
    case Kind::bearer:
    case Kind::oauth2:
      return takes_tokens(scheme);
    case Kind::key:
      return scheme.type == "apiKey";
  }
  return false;
}

std::string capitalized(std::string word) {
  if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') word[0] = static_cast<char>(word[0] - 'a' + 'A');
  return word;
}

std::string in_words(const SecurityScheme& scheme) {
  return scheme.type == "http" ? "http " + scheme.scheme : scheme.type;
}

// Where the scheme says that tokens are fetched; "" when it does not.
std::string declared_token_url(const SecurityScheme& scheme) {
  for (const auto& flow : scheme.flows) {
    if (flow.kind == "clientCredentials") return flow.token_url;
  }
  return {};
}

// The client with the url that it fetches tokens from.
contracts::Result<AuthSpec> complete_client(AuthSpec client, const contracts::openapi::Contract& contract) {
  for (const SecurityScheme& scheme : contract.security_schemes) {
    const bool meant = client.scheme.empty() ? is_of_kind(scheme, client.kind) : scheme.name == client.scheme;
    if (meant && client.token_url.empty()) client.token_url = declared_token_url(scheme);
  }
  if (!client.token_url.empty()) return client;
  return contracts::fail(ErrorKind::usage, "the contract does not say where tokens for client credentials are fetched",
                         client.location, "add token_url");
}

contracts::Error no_such_scheme(const AuthSpec& auth, const contracts::openapi::Contract& contract) {
  std::vector<std::string> names;
  std::string all;
  for (const SecurityScheme& scheme : contract.security_schemes) {
    names.push_back(scheme.name);
    all += (all.empty() ? "it has " : ", ") + scheme.name;
  }
  const std::string near = contracts::nearest(auth.scheme, names);
  return {ErrorKind::usage, "the contract has no security scheme '" + auth.scheme + "'", auth.location,
          near.empty() ? (all.empty() ? "it declares none" : all) : "did you mean '" + near + "'?"};
}

}  // namespace

contracts::Result<Credentials::Placed> Credentials::place(const AuthSpec& auth, const SecurityScheme& scheme,
                                                          std::shared_ptr<TokenSource> source) {
  Placed placed;
  placed.scheme = scheme.name;
  placed.source = std::move(source);
  placed.value = auth.kind == Kind::basic ? base64(auth.user + ":" + auth.secret) : auth.secret;
  if (scheme.type == "apiKey" && auth.kind != Kind::basic) {
    placed.in = scheme.in;
    placed.name = scheme.parameter;
    return placed;
  }
  placed.in = "header";
  placed.name = "Authorization";
  const bool basic = scheme.type == "http" && scheme.scheme == "basic";
  if (takes_tokens(scheme) && auth.kind != Kind::basic) {
    placed.prefix = "Bearer ";
  } else if (scheme.type == "http" &&
             (basic ? auth.kind == Kind::basic || auth.kind == Kind::key : auth.kind == Kind::key)) {
    placed.prefix = capitalized(scheme.scheme) + " ";
  } else {
    return contracts::fail(ErrorKind::usage,
                           std::string(to_string(auth.kind)) + " credentials do not fit the security scheme '" +
                               scheme.name + "', which is " + in_words(scheme),
                           auth.location);
  }
  return placed;
}

contracts::Result<Credentials> Credentials::make(const std::vector<AuthSpec>& given,
                                                 const contracts::openapi::Contract& contract,
                                                 const MakeTokenSource& make_source) {
  Credentials credentials;
  for (const SecurityScheme& scheme : contract.security_schemes) {
    if (scheme.type == "mutualTLS") credentials.invisible_.push_back(scheme.name);
  }
  for (const AuthSpec& auth : given) {
    bool used = false;
    std::shared_ptr<TokenSource> source;
    if (auth.kind == Kind::oauth2 && (auth.scheme.empty() || contract.security_scheme(auth.scheme) != nullptr)) {
      SQUALL_TRY_ASSIGN(const AuthSpec client, complete_client(auth, contract));
      source = make_source(client);
    }
    for (const SecurityScheme& scheme : contract.security_schemes) {
      if (auth.scheme.empty() ? !is_of_kind(scheme, auth.kind) : scheme.name != auth.scheme) continue;
      SQUALL_TRY_ASSIGN(Placed placed, place(auth, scheme, source));
      credentials.placed_.push_back(std::move(placed));
      used = true;
    }
    if (used) continue;
    if (!auth.scheme.empty()) return contracts::fail(no_such_scheme(auth, contract));
    if (auth.kind == Kind::key) {
      return contracts::fail(ErrorKind::usage,
                             "the contract declares no apiKey scheme, so where the key belongs is unknown",
                             auth.location, "give it as a header");
    }
    SecurityScheme assumed;
    assumed.type = "http";
    assumed.scheme = auth.kind == Kind::basic ? "basic" : "bearer";
    SQUALL_TRY_ASSIGN(Placed placed, place(auth, assumed, source));
    credentials.placed_.push_back(std::move(placed));
  }
  return credentials;
}

const Credentials::Placed* Credentials::find(const std::string& scheme) const {
  const auto found =
      std::find_if(placed_.begin(), placed_.end(), [&](const Placed& placed) { return placed.scheme == scheme; });
  return found == placed_.end() ? nullptr : &*found;
}

// The first alternative that is there as a whole, else what is there of the first of which anything is.
std::vector<const Credentials::Placed*> Credentials::needed_by(const contracts::openapi::Operation& operation) const {
  std::vector<const Placed*> partly;
  for (const auto& alternative : operation.security) {
    std::vector<const Placed*> parts;
    std::size_t invisible = 0;
    for (const auto& requirement : alternative) {
      if (const Placed* placed = find(requirement.first)) parts.push_back(placed);
      invisible += static_cast<std::size_t>(std::count(invisible_.begin(), invisible_.end(), requirement.first));
    }
    if (!parts.empty() && parts.size() + invisible == alternative.size()) return parts;
    if (partly.empty()) partly = std::move(parts);
  }
  return partly;
}

contracts::Status Credentials::put_into(const contracts::match::RequestCase& request_case,
                                        contracts::http::Request& request) const {
  if (request_case.where == "security") return {};
  std::vector<const Placed*> wanted = needed_by(*request_case.operation);
  if (const Placed* everywhere = find("")) wanted.push_back(everywhere);
  for (const Placed* placed : wanted) {
    if (is_part(request_case.where, placed->in, placed->name)) continue;
    std::string value = placed->value;
    if (placed->source != nullptr) {
      SQUALL_TRY_ASSIGN(value, placed->source->token());
    }
    set_part(request, placed->in, placed->name, placed->prefix + value);
  }
  return {};
}

contracts::Status Credentials::fetch_tokens() const {
  for (const Placed& placed : placed_) {
    if (placed.source != nullptr) SQUALL_TRY(placed.source->token());
  }
  return {};
}

Send Credentials::wrap(Send send, Breakdown& breakdown) const {
  return [this, send = std::move(send), &breakdown](const contracts::http::Request& request) {
    Answer answer = send(request);
    if (answer.error != chaos::CallError::none) return answer;
    for (const Placed& placed : placed_) {
      const std::string* value = placed.in == "header" ? request.headers.find(placed.name) : nullptr;
      if (placed.source == nullptr || value == nullptr || value->compare(0, placed.prefix.size(), placed.prefix) != 0)
        continue;
      const std::string token = value->substr(placed.prefix.size());
      if (!placed.source->issued(token)) continue;
      if (answer.response.status != 401) {
        placed.source->accepted(token);
        return answer;
      }
      if (!placed.source->refused(token)) return answer;
      const auto fresh = placed.source->token();
      if (!fresh) {
        breakdown.report(contracts::to_string(fresh.error()));
        return unsent_answer();
      }
      contracts::http::Request again = request;
      again.headers.set(placed.name, placed.prefix + *fresh);
      answer = send(again);
      if (answer.error == chaos::CallError::none && answer.response.status != 401) placed.source->renewal_helped();
      return answer;
    }
    return answer;
  };
}

}  // namespace squall::harness
