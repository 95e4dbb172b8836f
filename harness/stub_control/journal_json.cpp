#include "harness/stub_control/journal_json.h"

#include "contracts/core/calendar.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::Value;

// Names that come twice become arrays.
Value to_value(const contracts::http::Headers& headers) {
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

Value to_value(const contracts::Violation& violation) {
  Value value{contracts::Object{}};
  value.set("rule", violation.rule);
  if (!violation.where.empty()) value.set("in", violation.where);
  if (!violation.pointer.empty()) value.set("pointer", violation.pointer);
  value.set("message", violation.message);
  if (!violation.contract.file.empty()) value.set("contract", contracts::to_string(violation.contract));
  return value;
}

void set_body(Value& value, const std::string& body) {
  if (!body.empty()) value.set("body", body);
}

}  // namespace

Value to_value(const JournalEntry& entry) {
  const SecretPlaces places(entry.router->contract());
  chaos::Exchange exchange;
  exchange.request = entry.request;
  exchange.response = entry.response;
  contracts::Array violations;
  for (const auto& violation : entry.violations) violations.push_back(to_value(violation));
  Masked shown = masked(exchange, {}, places);
  if (!entry.coding.empty()) shown.request.headers.add("Content-Encoding", entry.coding);
  Value request{contracts::Object{}};
  request.set("method", shown.request.method);
  request.set("target", shown.request.target);
  request.set("headers", to_value(shown.request.headers));
  set_body(request, shown.request.body);
  Value response{contracts::Object{}};
  response.set("status", shown.response.status);
  response.set("headers", to_value(shown.response.headers));
  set_body(response, shown.response.body);
  Value value{contracts::Object{}};
  value.set("number", Value(entry.number));
  value.set("at", contracts::calendar_text(entry.at));
  value.set("peer", entry.peer);
  if (entry.operation != nullptr) value.set("operation", entry.operation->name());
  value.set("request", std::move(request));
  value.set("response", std::move(response));
  if (entry.request_cut || entry.response_cut) value.set("cut", true);
  value.set("violations", Value(std::move(violations)));
  contracts::Array notes;
  for (const auto& note : entry.notes) notes.emplace_back(note);
  value.set("notes", Value(std::move(notes)));
  if (entry.delay.count() > 0)
    value.set("delay_ms", Value(std::chrono::duration<double, std::milli>(entry.delay).count()));
  return value;
}

Value to_value(const Journal::Entries& entries) {
  contracts::Array values;
  for (const auto& entry : entries) values.push_back(to_value(*entry));
  return Value(std::move(values));
}

}  // namespace squall::harness
