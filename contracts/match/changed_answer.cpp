#include "contracts/match/changed_answer.h"

#include <algorithm>
#include <array>

#include "contracts/match/json_answer.h"
#include "contracts/match/validate.h"

namespace squall::contracts::match {
namespace {

using openapi::Operation;
using openapi::ResponseObject;

constexpr const char* kUnknownType = "application/x-squall";
// Those that providers really begin to send, the likeliest first.
constexpr std::array kCommon = {500, 503, 404, 400, 202, 409, 429, 502, 403, 401, 422, 201, 200, 410, 504, 418};

bool is_valid(const openapi::Contract& contract, const Operation& operation, const http::Response& response) {
  return validate_response(contract, operation, operation.method, response).empty();
}

std::optional<ChangedAnswer> wrong_body(const Operation& operation, const http::Response& given, const Random& random,
                                        const std::string& keyword) {
  const auto json = json_of(operation, given);
  if (!json) return std::nullopt;
  auto negative = schema::violating(*json->schema, json->body, random, schema::Direction::response, keyword);
  if (!negative) return std::nullopt;
  return ChangedAnswer{with_body(given, to_json(negative->instance)), "body " + negative->summary};
}

std::optional<ChangedAnswer> wrong_status(const Operation& operation, const http::Response& given, Random random,
                                          std::optional<int> wanted) {
  std::vector<int> undeclared;
  for (const int status : wanted ? std::vector{*wanted} : std::vector<int>(kCommon.begin(), kCommon.end())) {
    if (operation.response_for(status) == nullptr) undeclared.push_back(status);
  }
  if (undeclared.empty()) return std::nullopt;
  ChangedAnswer changed{given, ""};
  changed.response.status = undeclared[random.below(undeclared.size())];
  changed.response.reason = std::string(http::reason_phrase(changed.response.status));
  changed.what = "status " + std::to_string(changed.response.status) + " is not declared";
  return changed;
}

std::optional<ChangedAnswer> wrong_type(const http::Response& given) {
  ChangedAnswer changed{given, "media type " + std::string(kUnknownType) + " is not declared"};
  changed.response.headers.set("Content-Type", kUnknownType);
  return changed;
}

std::optional<ChangedAnswer> without_header(const Operation& operation, const http::Response& given, Random random) {
  std::vector<std::string> required;
  for (const openapi::HeaderObject& header : operation.response_for(given.status)->headers) {
    if (header.required) required.push_back(header.name);
  }
  if (required.empty()) return std::nullopt;
  const std::string& name = required[random.below(required.size())];
  ChangedAnswer changed{given, "required header '" + name + "' is missing"};
  changed.response.headers.remove(name);
  return changed;
}

std::optional<ChangedAnswer> flawed(const Operation& operation, const http::Response& given, Flaw flaw,
                                    const Random& random, const FlawOptions& options) {
  switch (flaw) {
    case Flaw::body:
      return wrong_body(operation, given, random, options.keyword);
    case Flaw::status:
      return wrong_status(operation, given, random, options.status);
    case Flaw::media_type:
      return wrong_type(given);
    case Flaw::header:
      return without_header(operation, given, random);
  }
  return std::nullopt;
}

}  // namespace

std::optional<ChangedAnswer> allowed_answer(const openapi::Contract& contract, const Operation& operation,
                                            const http::Response& given, schema::Change change, const Random& random,
                                            const schema::ChangeOptions& options) {
  if (!is_valid(contract, operation, given)) return std::nullopt;
  const auto json = json_of(operation, given);
  if (!json) return std::nullopt;
  auto responding = options;
  responding.direction = schema::Direction::response;
  const auto changed = schema::changed(*json->schema, json->body, change, random, responding);
  if (!changed) return std::nullopt;
  ChangedAnswer made{with_body(given, to_json(*changed)), ""};
  if (!is_valid(contract, operation, made.response)) return std::nullopt;
  return made;
}

std::optional<ChangedAnswer> flawed_answer(const openapi::Contract& contract, const Operation& operation,
                                           const http::Response& given, Flaw flaw, const Random& random,
                                           const FlawOptions& options) {
  if (!is_valid(contract, operation, given)) return std::nullopt;
  auto made = flawed(operation, given, flaw, random, options);
  if (!made || is_valid(contract, operation, made->response)) return std::nullopt;
  return made;
}

std::vector<int> declared_errors(const Operation& operation) {
  std::vector<int> errors;
  for (const ResponseObject& response : operation.responses) {
    const std::string& key = response.status;
    const bool range = key.ends_with("XX");
    const int status = key == "default" ? 500 : range ? (key[0] - '0') * 100 : std::stoi(key);
    if (status >= 400 && operation.response_for(status) == &response) errors.push_back(status);
  }
  return errors;
}

}  // namespace squall::contracts::match
