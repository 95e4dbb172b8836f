#include "harness/stub_control/message_json.h"

namespace squall::harness {

using contracts::Value;

namespace {

// Names that come twice become arrays.
Value headers_value(const contracts::http::Headers& headers) {
  Value value{contracts::Object{}};
  for (const auto& header : headers) {
    if (value.find(header.name) != nullptr) continue;
    const auto all = headers.all(header.name);
    if (all.size() == 1) {
      value.set(header.name, header.value);
      continue;
    }
    contracts::Array values;
    for (const auto& one : all) values.emplace_back(one);
    value.set(header.name, Value(std::move(values)));
  }
  return value;
}

void set_body(Value& value, const std::string& body) {
  if (!body.empty()) value.set("body", body);
}

}  // namespace

Value to_value(const contracts::http::Request& request) {
  Value value{contracts::Object{}};
  value.set("method", request.method);
  value.set("target", request.target);
  value.set("headers", headers_value(request.headers));
  set_body(value, request.body);
  return value;
}

Value to_value(const contracts::http::Response& response) {
  Value value{contracts::Object{}};
  value.set("status", response.status);
  value.set("headers", headers_value(response.headers));
  set_body(value, response.body);
  return value;
}

Value to_value(const contracts::Violation& violation) {
  Value value{contracts::Object{}};
  value.set("rule", violation.rule);
  if (!violation.where.empty()) value.set("in", violation.where);
  if (!violation.pointer.empty()) value.set("pointer", violation.pointer);
  value.set("message", violation.message);
  if (!violation.contract.file.empty()) value.set("contract", contracts::to_string(violation.contract));
  return value;
}

}  // namespace squall::harness
