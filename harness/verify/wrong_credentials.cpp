#include "harness/verify/wrong_credentials.h"

#include <set>

#include "contracts/core/base64.h"
#include "harness/verify/message_parts.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;
using contracts::openapi::SecurityScheme;

std::string unlikely(contracts::Random& random) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text = "wrong";
  for (int i = 0; i < 24; ++i) text.push_back(letters[random.below(letters.size())]);
  return text;
}

// The header that carries the schemes of `type: http` and their kin; "" where it is not known how they look.
std::string prefix_of(const SecurityScheme& scheme) {
  if (scheme.type == "oauth2" || scheme.type == "openIdConnect") return "Bearer";
  if (scheme.type != "http") return {};
  if (scheme.scheme == "bearer") return "Bearer";
  if (scheme.scheme == "basic") return "Basic";
  return {};
}

class Maker {
 public:
  Maker(const RequestCase& request, contracts::Random random) : request_(request), random_(random) {
    request_.where = "security";
    request_.origin.reset();
  }

  // Some contracts declare a key as a parameter besides, so that there is a value of it.
  void leave_out(const SecurityScheme& scheme) {
    if (scheme.type == "apiKey") remove_part(request_.request, scheme.in, scheme.parameter);
  }

  void missing() { add("missing", "no credentials"); }

  void authorization(const SecurityScheme& scheme) {
    const std::string prefix = prefix_of(scheme);
    if (prefix.empty() || !seen_.insert(prefix).second) return;
    header("malformed", "'" + prefix + "' and nothing after it", prefix);
    if (prefix == "Basic") {
      header("malformed", "basic credentials that are not base64", "Basic %%%");
      header("wrong", "a user and password that nobody was given",
             "Basic " + contracts::base64_encode("nobody:" + unlikely(random_)));
    } else {
      header("wrong", "a bearer token that nobody was given", "Bearer " + unlikely(random_));
    }
  }

  void api_key(const SecurityScheme& scheme) {
    if (!seen_.insert(scheme.in + " " + scheme.parameter).second) return;
    key("malformed", "an empty " + scheme.parameter, scheme, "");
    key("wrong", "a value for " + scheme.parameter + " that nobody was given", scheme, unlikely(random_));
  }

  std::vector<WrongCredentials> take() { return std::move(made_); }

 private:
  void header(const char* kind, std::string text, std::string value) {
    const RequestCase kept = request_;
    request_.request.headers.set("Authorization", std::move(value));
    add(kind, std::move(text));
    request_ = kept;
  }

  void key(const char* kind, std::string text, const SecurityScheme& scheme, const std::string& value) {
    const RequestCase kept = request_;
    set_part(request_.request, scheme.in, scheme.parameter, value);
    add(kind, std::move(text));
    request_ = kept;
  }

  void add(const char* kind, std::string text) {
    made_.push_back({kind, text, request_});
    made_.back().request.summary = std::move(text);
  }

  RequestCase request_;
  contracts::Random random_;
  std::set<std::string> seen_;
  std::vector<WrongCredentials> made_;
};

}  // namespace

std::vector<WrongCredentials> wrong_credentials_for(const contracts::openapi::Contract& contract,
                                                    const RequestCase& request, contracts::Random random) {
  std::vector<const SecurityScheme*> schemes;
  for (const auto& alternative : request.operation->security) {
    for (const auto& requirement : alternative) {
      if (const SecurityScheme* scheme = contract.security_scheme(requirement.first)) schemes.push_back(scheme);
    }
  }
  Maker maker(request, random);
  for (const SecurityScheme* scheme : schemes) maker.leave_out(*scheme);
  maker.missing();
  for (const SecurityScheme* scheme : schemes) {
    if (scheme->type == "apiKey") {
      maker.api_key(*scheme);
    } else {
      maker.authorization(*scheme);
    }
  }
  return maker.take();
}

}  // namespace squall::harness
