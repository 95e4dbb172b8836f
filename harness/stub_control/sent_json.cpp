#include "harness/stub_control/sent_json.h"

#include "contracts/core/calendar.h"
#include "harness/stub_control/message_json.h"

namespace squall::harness {

using contracts::Value;

Value to_value(const SentCall& call) {
  Value value{contracts::Object{}};
  value.set("number", Value(call.number));
  value.set("at", contracts::calendar_text(call.at));
  value.set("what", call.what);
  value.set("operation", call.operation);
  value.set("to", call.base_url);
  value.set("request", to_value(call.request));
  if (call.response.status != 0) value.set("response", to_value(call.response));
  if (!call.error.empty()) value.set("error", call.error);
  if (call.cut) value.set("cut", true);
  value.set("duration_ms", Value(std::chrono::duration<double, std::milli>(call.duration).count()));
  contracts::Array violations;
  for (const auto& violation : call.violations) violations.push_back(to_value(violation));
  value.set("violations", Value(std::move(violations)));
  return value;
}

Value to_value(const SentLog::Calls& calls) {
  contracts::Array values;
  for (const auto& call : calls) values.push_back(to_value(*call));
  return Value(std::move(values));
}

}  // namespace squall::harness
