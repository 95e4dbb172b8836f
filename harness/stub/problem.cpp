#include "harness/stub/problem.h"

#include "contracts/core/utf8.h"
#include "contracts/core/value.h"

namespace squall::harness {
namespace {

using contracts::Array;
using contracts::Object;
using contracts::Value;

using FixOf = std::function<std::string(const contracts::Violation&)>;

Value as_value(const contracts::Violation& violation, const FixOf& fix) {
  Object members{
      {"rule", Value(violation.rule)}, {"in", Value(violation.where)}, {"pointer", Value(violation.pointer)}};
  if (!violation.keyword.empty()) members.emplace_back("keyword", Value(violation.keyword));
  members.emplace_back("message", Value(violation.message));
  members.emplace_back("contract", Value(contracts::to_string(violation.contract)));
  if (fix) members.emplace_back("fix", Value(fix(violation)));
  return Value(std::move(members));
}

contracts::http::Response document(int status, Object more) {
  contracts::http::Response response;
  response.status = status;
  response.reason = std::string(contracts::http::reason_phrase(status));
  response.headers.add("Content-Type", "application/problem+json");
  Object members{{"type", Value("about:blank")}, {"title", Value(response.reason)}, {"status", Value(status)}};
  for (auto& member : more) members.push_back(std::move(member));
  // What is quoted of a request may be any bytes; JSON is UTF-8 (RFC 8259, section 8.1).
  response.body = contracts::valid_utf8(contracts::to_json(Value(std::move(members))));
  return response;
}

}  // namespace

contracts::http::Response problem(int status, const std::string& detail,
                                  const std::vector<contracts::Violation>& violations, const FixOf& fix) {
  Object members{{"detail", Value(detail)}};
  if (!violations.empty()) {
    Array list;
    for (const auto& violation : violations) list.push_back(as_value(violation, fix));
    members.emplace_back("violations", Value(std::move(list)));
  }
  return document(status, std::move(members));
}

contracts::http::Response problem(int status, const contracts::Error& error) {
  Object members{{"detail", Value(error.message)}};
  if (!error.location.file.empty()) {
    members.emplace_back("contract", Value(contracts::to_string(error.location)));
  }
  if (!error.hint.empty()) members.emplace_back("fix", Value(error.hint));
  return document(status, std::move(members));
}

}  // namespace squall::harness
