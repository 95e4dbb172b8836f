#include "harness/issuer/token_guard.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "contracts/match/security_presence.h"
#include "harness/issuer/oauth_message.h"
#include "harness/issuer/scopes.h"
#include "harness/issuer/token_check.h"
#include "harness/stub/refusal.h"

namespace squall::harness {
namespace {

using contracts::openapi::Contract;
using contracts::openapi::SecurityRequirement;
using contracts::openapi::SecurityScheme;

bool takes_token(const SecurityScheme& scheme) {
  return scheme.type == "oauth2" || scheme.type == "openIdConnect" ||
         (scheme.type == "http" && scheme.scheme == "bearer");
}

// What one alternative asks for.
struct Demand {
  bool token = false;
  bool others_met = true;  // API keys and the like are there
  std::vector<std::string> scopes;
};

Demand demand_of(const Contract& contract, const SecurityRequirement& alternative,
                 const contracts::http::Request& request) {
  Demand demand;
  for (const auto& [name, scopes] : alternative) {
    const SecurityScheme* scheme = contract.security_scheme(name);
    if (scheme == nullptr) continue;
    if (!takes_token(*scheme)) {
      demand.others_met = demand.others_met && contracts::match::carries(*scheme, request);
      continue;
    }
    demand.token = true;
    for (const auto& scope : scopes) {
      const auto& known = demand.scopes;
      if (std::find(known.begin(), known.end(), scope) == known.end()) demand.scopes.push_back(scope);
    }
  }
  return demand;
}

struct Guard {
  std::shared_ptr<const Issuer> issuer;
  std::shared_ptr<const ContractAnswers> answers;

  std::optional<chaos::http::Reply> operator()(JudgedRequest& judged) const {
    if (judged.operation() == nullptr) return std::nullopt;
    std::vector<Demand> demands;
    for (const auto& alternative : judged.operation()->security) {
      demands.push_back(demand_of(judged.contract, alternative, judged.request()));
    }
    const bool about_tokens = std::any_of(demands.begin(), demands.end(), [](const Demand& one) { return one.token; });
    const bool without =
        std::any_of(demands.begin(), demands.end(), [](const Demand& one) { return !one.token && one.others_met; });
    if (!about_tokens || without) return std::nullopt;
    const std::string token = bearer_token(judged.request());
    if (token.empty()) return refuse(judged, 401, "", "an access token of " + issuer->url() + " is needed", "");
    const auto claims = issuer->check(token);
    if (!claims)
      return refuse(judged, 401, "invalid_token", "the access token is refused: " + claims.error().message, "");
    return by_scope(judged, demands, *claims);
  }

  std::optional<chaos::http::Reply> by_scope(JudgedRequest& judged, const std::vector<Demand>& demands,
                                             const contracts::Value& claims) const {
    const Demand* nearest = nullptr;
    for (const Demand& demand : demands) {
      if (!demand.token || !demand.others_met) continue;
      const bool granted = std::all_of(demand.scopes.begin(), demand.scopes.end(),
                                       [&](const std::string& scope) { return grants_scope(claims, scope); });
      if (granted) return std::nullopt;
      if (nearest == nullptr) nearest = &demand;
    }
    // The token is good; what else is missing beside it, the stub itself says.
    if (nearest == nullptr) return std::nullopt;
    const std::string scope = scope_text(nearest->scopes), held = text_of(claims, "scope");
    return refuse(judged, 403, "insufficient_scope",
                  "the scope '" + scope + "' is needed, the token grants " + (held.empty() ? "none" : "'" + held + "'"),
                  scope);
  }

  chaos::http::Reply refuse(JudgedRequest& judged, int status, const char* error, const std::string& why,
                            const std::string& scope) const {
    // What else is wrong with the request is not told to whom it may not ask.
    judged.violations = {{"request.security.token", "", "header.Authorization", "", why, judged.operation()->location}};
    judged.refused = true;
    judged.notes.push_back("token: " + why);
    const std::string challenge = bearer_challenge(error, error[0] == '\0' ? "" : why, scope);
    return {refused_as(judged, status, why, challenge, *answers), {}};
  }
};

}  // namespace

Responder token_guard(std::shared_ptr<const Issuer> issuer, const AnswerOptions& options, std::uint64_t seed) {
  return Guard{std::move(issuer), std::make_shared<const ContractAnswers>(options, seed)};
}

}  // namespace squall::harness
