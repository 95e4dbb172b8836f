#pragma once
// How many calls a breaker lets through when its open time is over, asked at once: probes are a bounded number of them;
// a breaker that has closed again, until failures open it anew, lets all through. One stimulus after the other cannot
// tell ten probes from ten failures until it opens.

#include <optional>
#include <span>
#include <vector>

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

// Of a burst of held calls.
struct Admitted {
  std::vector<double> half_open;  // attempts open at once, each time just after the open time
  std::size_t closed = 0;         // the same in calm: what the consumer carries at all
  bool known() const { return !half_open.empty() && closed > 2; }
  bool all() const;  // as many as in calm
};

// The next phase, or nullopt when there are two bursts or none can be had. `failing` is a phase of failures,
// `open_time` how long it stays open.
std::optional<Phase> next_burst(const PatternInput& input, std::span<const PhaseRecord> records, const Phase& failing,
                                Duration open_time);
bool is_opening(const Phase& phase);  // the phases that only make it open
bool enough_of_opening(const PatternInput& input, const PhaseRecord& running);
Duration expected_of_bursts(Duration opening, Duration open_time);

Admitted admitted_in(const PatternInput& input, std::span<const PhaseRecord> records);
// `bursts`: attempts between silences, one stimulus at a time.
void note_probes(const std::vector<double>& bursts, const Admitted& admitted, Measurement& m);

}  // namespace squall::chaos
