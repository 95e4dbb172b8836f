#include "harness/stub_control/journal_json.h"

#include "contracts/core/calendar.h"
#include "harness/stub_control/message_json.h"
#include "harness/watch/masked.h"

namespace squall::harness {

using contracts::Value;

Value to_value(const JournalEntry& entry) {
  const SecretPlaces places(entry.router->contract());
  chaos::Exchange exchange;
  exchange.request = entry.request;
  exchange.response = entry.response;
  contracts::Array violations;
  for (const auto& violation : entry.violations) violations.push_back(to_value(violation));
  Masked shown = masked(exchange, {}, places);
  if (!entry.coding.empty()) shown.request.headers.add("Content-Encoding", entry.coding);
  Value value{contracts::Object{}};
  value.set("number", Value(entry.number));
  value.set("at", contracts::calendar_text(entry.at));
  value.set("peer", entry.peer);
  if (entry.operation != nullptr) value.set("operation", entry.operation->name());
  value.set("request", to_value(shown.request));
  value.set("response", to_value(shown.response));
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
