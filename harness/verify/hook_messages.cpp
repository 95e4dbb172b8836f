#include "harness/verify/hook_messages.h"

#include "contracts/core/utf8.h"
#include "harness/check/base64.h"

namespace squall::harness {

namespace {

using contracts::Object;
using contracts::Value;

constexpr std::size_t longest_body = 256u * 1024;

void add_body(Object& message, const std::string& body) {
  const std::string part = body.substr(0, longest_body);
  if (contracts::is_utf8(part)) {
    message.emplace_back("body", part);
  } else {
    message.emplace_back("body_base64", base64(part));
  }
  if (part.size() < body.size()) message.emplace_back("truncated", true);
}

Value headers_value(const contracts::http::Headers& headers) {
  Object members;
  for (const auto& header : headers) {
    // Of a name that comes twice the hook sees one list (RFC 9110, section 5.3).
    Value* known = nullptr;
    for (auto& [name, value] : members) {
      if (contracts::http::equal_ignoring_case(name, header.name)) known = &value;
    }
    if (known == nullptr) {
      members.emplace_back(header.name, header.value);
    } else {
      *known = Value(known->text() + ", " + header.value);
    }
  }
  return Value(std::move(members));
}

const char* name_of(Expected expected) {
  switch (expected) {
    case Expected::success:
      return "success";
    case Expected::refusal:
      return "refusal";
    default:
      return "anything";
  }
}

}  // namespace

Object operation_members(const contracts::openapi::Operation& operation) {
  Object message{{"operation", operation.name()}};
  if (!operation.operation_id.empty()) message.emplace_back("operation_id", operation.operation_id);
  return message;
}

Object request_members(const contracts::match::RequestCase& request_case, Expected expected,
                       const contracts::http::Request& request) {
  Object message = operation_members(*request_case.operation);
  message.emplace_back("expected", name_of(expected));
  message.emplace_back("summary", request_case.summary);
  Object sent{{"method", request.method}, {"target", request.target}, {"headers", headers_value(request.headers)}};
  add_body(sent, request.body);
  message.emplace_back("request", Value(std::move(sent)));
  return message;
}

Value answer_value(const Answer& answer) {
  Object value{{"status", answer.response.status},
               {"headers", headers_value(answer.response.headers)},
               {"duration_ms", std::chrono::duration<double, std::milli>(answer.duration).count()}};
  if (answer.error != chaos::CallError::none) value.emplace_back("error", answer.error_text);
  add_body(value, answer.response.body);
  return Value(std::move(value));
}

}  // namespace squall::harness
