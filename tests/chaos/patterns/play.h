#pragma once
// A pattern's protocol, played on a simulated consumer.

#include <utility>
#include <vector>

#include "chaos/patterns/pattern.h"
#include "tests/chaos/patterns/no_fault.h"
#include "tests/chaos/patterns/simulated_consumer.h"

namespace squall::tests {

// Plays a pattern's whole protocol on the consumer.
inline std::vector<chaos::PhaseRecord> play(SimulatedConsumer& consumer, const chaos::PatternDescriptor& pattern,
                                            const chaos::PatternInput& input, Spoil spoil = nullptr) {
  std::vector<chaos::PhaseRecord> records;
  while (auto phase = pattern.pattern->next(input, records)) {
    chaos::PhaseRecord record;
    record.pattern = pattern.name;
    record.phase = *phase;
    consumer.wait(phase->quiet_before);
    std::size_t healthy = 0;
    for (int tries = 0; healthy < phase->healthy_before && tries < 200; ++tries) {
      consumer.wait(50ms);
      const Instant from = consumer.now();
      const Call call = consumer.call(30s, 0);
      healthy = !consumer.attempts(from, consumer.now() + 1ns).empty() && call.status < 400 ? healthy + 1 : 0;
    }
    record.settled = healthy >= phase->healthy_before;
    if (!record.settled) {
      record.trouble = "the edge did not carry a healthy call again";
      records.push_back(record);
      break;
    }
    record.from = consumer.now();
    record.traced = consumer.propagates_trace();
    if (!phase->faults.empty()) consumer.put(phase->faults.front());
    for (std::size_t i = 0; i < phase->calls; ++i) {
      const Instant due = consumer.now() + phase->every;
      if (phase->lasts > 0ns && consumer.now() > record.from + phase->lasts) break;
      const auto failing = [&](std::size_t n) {
        return static_cast<std::size_t>(static_cast<double>(n) * phase->failing_share + 1e-9);
      };
      if (!phase->faults.empty() && failing(i + 1) == failing(i)) consumer.lift();
      if (!phase->faults.empty() && failing(i + 1) > failing(i)) consumer.put(phase->faults.front());
      record.calls.push_back(consumer.call(phase->client_timeout, phase->attempts_at_most));
      record.to = consumer.now() + 1ns;
      record.attempts = consumer.attempts(record.from, record.to);
      if (pattern.pattern->enough != nullptr && pattern.pattern->enough(input, records, record)) break;
      if (consumer.now() < due) consumer.wait(due - consumer.now());
    }
    consumer.wait(phase->linger);
    record.to = consumer.now();
    record.attempts = consumer.attempts(record.from, record.to);
    record.elsewhere = consumer.elsewhere(record.from, record.to);
    if (!phase->faults.empty()) consumer.lift();
    if (spoil != nullptr) spoil(record);
    if (!record.settled) {
      records.push_back(std::move(record));
      break;
    }
    records.push_back(std::move(record));
    if (records.size() > 60) break;
  }
  return records;
}

}  // namespace squall::tests
