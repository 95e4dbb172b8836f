#include "chaos/patterns/address_move.h"

#include <algorithm>

#include "chaos/patterns/replica_traffic.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {

using namespace std::chrono_literals;

AfterMove after_move(const PhaseRecord& record, const std::string& old) {
  AfterMove seen;
  Instant connected = record.from, used = record.from;
  for (const Attempt* attempt : attempts_on(record, old)) {
    if (attempt->connected > record.from) {
      seen.last_connection = to_ms(attempt->connected - record.from);
      connected = std::max(connected, attempt->connected);
    }
    used = std::max(used, attempt->request_started);
  }
  const Instant end = record.calls.empty() ? record.to : record.calls.back().started;
  seen.connects_on = seen.last_connection && end - connected <= std::max<Duration>(500ms, (end - record.from) / 4);
  seen.keeps_connections = !seen.connects_on && used - connected > 500ms;
  return seen;
}

bool was_moved(const PhaseRecord& record) {
  return std::any_of(record.windows.begin(), record.windows.end(), [](const FaultWindow& window) {
    return window.kind == kAddressMove && window.executed.has_value();
  });
}

void note_move(const AfterMove& move, Measurement& m) {
  if (move.last_connection)
    m.quantities.push_back(quantity_of("last_connection_after_move", {*move.last_connection}, "ms"));
  if (move.connects_on) m.labels.emplace_back("keeps the old address");
  if (move.keeps_connections) m.labels.emplace_back("keeps connections to the old address");
}

}  // namespace squall::chaos
