#include "chaos/patterns/breaker_opening.h"

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kFewSilent = 5;
constexpr std::size_t kSilent = 20;  // stimuli in a row without an attempt: an opening

std::vector<double> silences_in(const std::vector<Burst>& bursts) {
  std::vector<double> silences;
  for (const Burst& burst : bursts) {
    if (burst.over) silences.push_back(burst.silence_ms());
  }
  return silences;
}

// Silences that come again and again, about as long each time: a throttle that lets calls through at random does not.
bool regular(const std::vector<Burst>& bursts) {
  const auto silences = silences_in(bursts);
  return silences.size() >= 2 && variation(silences) < 0.3;
}

}  // namespace

std::vector<Burst> openings(const PatternInput& input, const PhaseRecord& record) {
  auto bursts = bursts_in(record, kFewSilent, input.correlation_header);
  if (regular(bursts)) return bursts;
  while (bursts.size() > 1 && bursts.front().silent_calls < kSilent) {
    for (LogicalCall& call : bursts[1].carried) bursts.front().carried.push_back(std::move(call));
    bursts[1].carried = std::move(bursts.front().carried);
    bursts.erase(bursts.begin());
  }
  return bursts;
}

bool opened(const std::vector<Burst>& bursts) {
  return !bursts.empty() && (bursts.front().silent_calls >= kSilent || regular(bursts));
}

bool at_random(const std::vector<Burst>& bursts) {
  return silences_in(bursts).size() >= 6 && silences_differ(bursts) && variation(silences_in(bursts)) > 0.4;
}

bool silences_differ(const std::vector<Burst>& bursts) {
  const auto silences = silences_in(bursts);
  return variation(silences) > 0.3 && !std::is_sorted(silences.begin(), silences.end());
}

}  // namespace squall::chaos
