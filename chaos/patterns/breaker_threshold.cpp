#include "chaos/patterns/breaker_threshold.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/breaker_opening.h"
#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kInterrupted = "mix: failures interrupted";
constexpr std::string_view kUninterrupted = "mix: failures only";
constexpr double kShares[] = {0.3, 0.6, 0.9};

std::string name_of(double share) {
  return fmt::format("mix: {:.0f} % fail", 100 * share);
}

// nullopt: it was not played, or shows neither.
std::optional<bool> opens_under(const PatternInput& input, std::span<const PhaseRecord> records,
                                std::string_view name) {
  const PhaseRecord* record = find_phase(records, name);
  if (record == nullptr || !record->settled || record->calls.empty()) return std::nullopt;
  const auto bursts = openings(input, *record);
  if (opened(bursts)) return true;
  const auto calls = logical_calls(*record, input.correlation_header);
  const bool all_carried = std::all_of(calls.begin(), calls.end(), [](const auto& c) { return !c.attempts.empty(); });
  const bool whole = record->calls.size() >= record->phase.calls;
  return all_carried && whole ? std::optional(false) : std::nullopt;
}

// After the same past as the interrupted failures had, failures in a row open it after as many as before: then it is
// these that it counts. A window still full of other calls would take more of them.
std::optional<bool> counts_in_a_row(const PatternInput& input, std::span<const PhaseRecord> records,
                                    double opens_after) {
  const PhaseRecord* record = find_phase(records, kUninterrupted);
  if (record == nullptr || !record->settled || record->calls.empty()) return std::nullopt;
  const auto bursts = openings(input, *record);
  if (bursts.empty()) return std::nullopt;
  const double carried = static_cast<double>(bursts.front().carried.size());
  if (opened(bursts)) return carried == opens_after;
  return carried > opens_after ? std::optional(false) : std::nullopt;
}

// Enough to fill a window (the greatest that are usual hold a hundred calls), and to see the silence after it.
std::size_t calls_of_mix(bool quick, std::size_t opens_after) {
  return std::max<std::size_t>(quick ? 20 : 100, 4 * opens_after) + 25;
}

Phase mix(Phase failing, std::string name, double share, std::size_t calls) {
  failing.name = std::move(name);
  failing.failing_share = share;
  failing.calls = calls;
  failing.healthy_before = 2;
  return failing;
}

}  // namespace

std::optional<Phase> next_mix(const PatternInput& input, std::span<const PhaseRecord> records, Phase failing,
                              std::size_t opens_after) {
  const std::size_t calls = calls_of_mix(input.quick, opens_after);
  if (opens_after < 2) return std::nullopt;
  if (find_phase(records, kInterrupted) == nullptr) {
    const double share = static_cast<double>(opens_after - 1) / static_cast<double>(opens_after);
    return mix(std::move(failing), std::string(kInterrupted), share, calls);
  }
  const bool uninterrupted = find_phase(records, kUninterrupted) != nullptr;
  if (opens_under(input, records, kInterrupted) == false && !uninterrupted)
    return mix(std::move(failing), std::string(kUninterrupted), 1, calls + opens_after);
  if (input.quick || opens_under(input, records, kInterrupted) != true) return std::nullopt;
  const auto half = opens_under(input, records, name_of(kShares[1]));
  const bool played = find_phase(records, name_of(kShares[1])) != nullptr;
  if (played && !half) return std::nullopt;
  const double share = !played ? kShares[1] : *half ? kShares[0] : kShares[2];
  if (find_phase(records, name_of(share)) != nullptr) return std::nullopt;
  Phase phase = mix(std::move(failing), name_of(share), share, calls);
  phase.quiet_before = 11s;
  return phase;
}

Duration expected_of_mix(bool quick, std::size_t opens_after, Duration failing) {
  if (opens_after < 2) return Duration(0);
  return static_cast<std::int64_t>(calls_of_mix(quick, opens_after) + opens_after) * failing;
}

bool enough_of_mix(const PatternInput& input, const PhaseRecord& running) {
  return running.phase.name.starts_with("mix") && opened(openings(input, running));
}

void note_threshold_kind(const PatternInput& input, std::span<const PhaseRecord> records, Measurement& m) {
  const auto interrupted = opens_under(input, records, kInterrupted);
  if (!interrupted) return;
  if (!*interrupted) {
    const auto in_a_row = counts_in_a_row(input, records, m.quantity("opens_after")->median);
    if (!in_a_row) return;
    if (*in_a_row) {
      m.labels.emplace_back(kCountsInARow);
      return;
    }
  }
  if (!m.labelled(kCountsShare)) m.labels.emplace_back(kCountsShare);
  double above = 0, most = 1;
  bool seen = false;
  for (const double share : kShares) {
    const auto opens = opens_under(input, records, name_of(share));
    if (!opens) continue;
    seen = true;
    *opens ? most = std::min(most, share) : above = std::max(above, share);
  }
  if (!seen || above >= most) return;
  m.quantities.push_back(quantity_of("failure_share", {100 * above, 100 * most}, "%"));
}

}  // namespace squall::chaos
