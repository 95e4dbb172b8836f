#include "harness/stub/fix.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "contracts/core/suggest.h"
#include "contracts/match/security_presence.h"
#include "harness/stub/allowed_methods.h"

namespace squall::harness {
namespace {

using contracts::Violation;

// Keywords that are violated by what is there and should not be.
constexpr std::array<std::string_view, 7> kTooMuch = {"additionalProperties",
                                                      "unevaluatedProperties",
                                                      "additionalItems",
                                                      "unevaluatedItems",
                                                      "false schema",
                                                      "readOnly",
                                                      "not"};

std::string place(const Violation& violation) {
  return violation.where + violation.pointer;
}

std::string known_path(const JudgedRequest& judged) {
  std::vector<std::string> paths;
  for (const auto& operation : judged.contract.operations) paths.push_back(operation.path);
  const std::string asked(contracts::http::path_of(judged.request().target));
  const std::string near = contracts::nearest(asked, paths);
  return "ask for a path that the contract has" + (near.empty() ? "" : ": did you mean '" + near + "'?");
}

std::string media_types(const JudgedRequest& judged) {
  std::string types;
  for (const auto& media : judged.operation()->request_body->content)
    types += (types.empty() ? "" : " or ") + media.name;
  return "send Content-Type: " + types;
}

std::string credentials(const JudgedRequest& judged) {
  const std::string missing =
      contracts::match::missing_credentials(judged.contract, *judged.operation(), judged.content());
  return missing.empty() ? "send credentials that are good for it" : "send " + missing;
}

std::string by_schema(const Violation& violation) {
  const std::string& keyword = violation.keyword;
  const std::string at = contracts::to_string(violation.contract);
  const std::string or_change = ", or have the contract allow it" + (at.empty() ? "" : " at " + at);
  if (keyword == "required" || keyword == "dependentRequired" || keyword == "minProperties")
    return "add what is missing to " + place(violation) + or_change;
  if (std::find(kTooMuch.begin(), kTooMuch.end(), keyword) != kTooMuch.end())
    return "leave out or change what " + place(violation) + " must not have" + or_change;
  return "send " + place(violation) + " with a value that keeps `" + keyword + "`" + or_change;
}

}  // namespace

std::string fix_of(const Violation& violation, const JudgedRequest& judged) {
  const std::string& rule = violation.rule;
  if (rule == "request.path.unknown") return known_path(judged);
  if (rule == "request.method.undeclared") return "use one of " + allowed_methods(judged.route, true);
  if (rule == "request.body.encoding") return "encode the body as Content-Encoding says, or send it without a coding";
  if (judged.operation() != nullptr) {
    if (rule.starts_with("request.security.")) return credentials(judged);
    if (rule.starts_with("request.media-type.")) return media_types(judged);
  }
  if (rule == "request.body.malformed") return "send a body that is what its Content-Type says";
  if (rule.ends_with(".malformed")) return "write " + place(violation) + " in the style that the contract declares";
  if (rule.ends_with(".required")) return "send " + place(violation);
  return by_schema(violation);
}

}  // namespace squall::harness
