#pragma once
// Calls offered at a steady pace: what of them was let through, and at what rate.

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "chaos/patterns/crowd.h"

namespace squall::chaos {

// One pace, offered for a while.
struct Offer {
  const PhaseRecord* record = nullptr;
  double rate = 0;  // per second, really offered
  std::size_t accepted = 0, refused = 0, with_retry_after = 0, other = 0;
  std::vector<double> accepted_ms, refused_ms;
  std::optional<double> let_through;  // per second, between such moments (measure_flow)
  std::size_t first_burst = 0;        // accepted before the first refusal
};

// A call, and when the consumer let it through or refused it. A call that the consumer came to late is decided late.
struct Decision {
  const Call* call = nullptr;
  Instant at{};  // its first attempt on the edge; where there is none, when it was answered
};
// In the order of the calls.
std::vector<Decision> decisions_in(const PhaseRecord& record, std::string_view correlation_header);

// 429, or 503 that says when to come again.
bool refused(const Call& call);
// Between two moments at which calls begin to be let through again, exactly what the limit grants was let through: so a
// burst that had been saved up before, and when a window began, do not matter.
// `every`: how far apart the calls began. Who decides nothing for a while saves up meanwhile: no such moment follows.
void measure_flow(std::vector<Decision> decisions, Duration every, Offer& offer);
// The steady phases whose names begin so.
std::vector<Offer> offers_in(const PatternInput& input, std::span<const PhaseRecord> records, std::string_view prefix);
// A limiter that saves nothing up lets one call through each so often: of calls at a steady pace, then, every nth.
bool spaced(const std::vector<Offer>& offers);
// From every pace that was refused: the median; where calls are spaced the most, which comes nearest.
std::optional<double> limit_of(const std::vector<Offer>& offers);
// Accepted is min(offered, limit) within 5 % or one call, at every pace.
bool fits(const Offer& offer, double limit, bool in_spaces);

}  // namespace squall::chaos
