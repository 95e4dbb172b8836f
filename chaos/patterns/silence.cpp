#include "chaos/patterns/silence.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {

std::size_t Burst::attempts() const {
  std::size_t count = 0;
  for (const LogicalCall& call : carried) count += call.attempts.size();
  return count;
}

double Burst::silence_ms() const {
  return to_ms(silent_until - ended);
}

std::vector<Burst> bursts_in(const PhaseRecord& record, std::size_t least_silent, std::string_view correlation_header) {
  std::vector<Burst> bursts;
  std::vector<const Call*> silent;
  const auto close_silence = [&](Instant until, bool over) {
    if (!bursts.empty() && silent.size() >= least_silent) {
      Burst& burst = bursts.back();
      burst.silent_calls = silent.size();
      for (const Call* call : silent) burst.rejected_in.push_back(to_ms(call->finished - call->started));
      burst.silent_until = until;
      burst.over = over;
    }
    silent.clear();
  };
  for (LogicalCall& call : logical_calls(record, correlation_header)) {
    if (call.attempts.empty()) {
      silent.push_back(call.call);
      continue;
    }
    const bool after_silence = silent.size() >= least_silent;
    close_silence(call.attempts.front()->request_started, true);
    if (bursts.empty() || after_silence) bursts.emplace_back();
    Burst& burst = bursts.back();
    for (const Attempt* attempt : call.attempts) burst.ended = std::max(burst.ended, end_of(*attempt));
    burst.silent_until = burst.ended;
    burst.carried.push_back(std::move(call));
  }
  close_silence(record.to, false);
  return bursts;
}

}  // namespace squall::chaos
