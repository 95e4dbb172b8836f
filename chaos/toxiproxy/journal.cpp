#include "chaos/toxiproxy/journal.h"

#include <fmt/format.h>

#include "contracts/core/calendar.h"
#include "contracts/core/utf8.h"
#include "contracts/core/value.h"

namespace squall::chaos::toxiproxy {
namespace {

using contracts::Value;
using std::chrono::system_clock;

Value milliseconds(Duration time) {
  return Value(contracts::Lexeme{fmt::format("{:.3f}", std::chrono::duration<double, std::milli>(time).count())});
}

const char* name_of(Peer peer) {
  switch (peer) {
    case Peer::consumer:
      return "consumer";
    case Peer::proxy:
      return "proxy";
    case Peer::provider:
      return "provider";
    case Peer::none:
      break;
  }
  return "none";
}

Value to_value(const Attempt& attempt, system_clock::time_point origin) {
  const auto at = [&](Instant instant) {
    return contracts::calendar_text(origin + std::chrono::duration_cast<system_clock::duration>(instant));
  };
  Value entry{contracts::Object{}};
  entry.set("id", attempt.id);
  entry.set("edge", attempt.edge);
  entry.set("at", at(attempt.request_started));
  entry.set("connection", attempt.connection);
  if (!attempt.method.empty()) {
    entry.set("method", attempt.method);
    entry.set("target", attempt.target);
    if (!attempt.operation.empty()) entry.set("operation", attempt.operation);
    entry.set("status", attempt.status);
    entry.set("from_provider", attempt.from_provider);
  }
  for (const char* name : {"traceparent", "idempotency-key"}) {
    if (attempt.request_headers.contains(name)) entry.set(name, attempt.request_headers.get(name));
  }
  if (attempt.ended) entry.set("duration_ms", milliseconds(*attempt.ended - attempt.request_started));
  entry.set("bytes_up", attempt.bytes_up);
  entry.set("bytes_down", attempt.bytes_down);
  if (attempt.ended_by != Peer::none) {
    entry.set("ended_by", name_of(attempt.ended_by));
    entry.set("ending", attempt.ending == Ending::rst ? "rst" : "fin");
  }
  contracts::Array faults;
  for (const auto& applied : attempt.faults) {
    Value fault{contracts::Object{}};
    fault.set("toxic", applied.id);
    fault.set("kind", applied.kind);
    fault.set("step", applied.step);
    fault.set("after_ms", milliseconds(applied.at - attempt.request_started));
    faults.push_back(std::move(fault));
  }
  entry.set("faults", std::move(faults));
  if (attempt.spared) entry.set("spared", true);
  if (!attempt.faults.empty()) entry.set("legality", to_string(attempt.legality));
  return entry;
}

// What is quoted of a request may be any bytes; JSON is UTF-8 (RFC 8259, section 8.1).
std::string text_of(const Value& value) {
  return contracts::valid_utf8(contracts::to_json(value));
}

}  // namespace

std::string journal_entry(const Attempt& attempt, system_clock::time_point origin) {
  return text_of(to_value(attempt, origin));
}

std::string journal(const std::vector<Attempt>& attempts, system_clock::time_point origin) {
  contracts::Array entries;
  for (const auto& attempt : attempts) entries.push_back(to_value(attempt, origin));
  return text_of(Value(std::move(entries)));
}

system_clock::time_point calendar_origin(const Timeline& timeline) {
  return system_clock::now() - std::chrono::duration_cast<system_clock::duration>(timeline.now());
}

}  // namespace squall::chaos::toxiproxy
