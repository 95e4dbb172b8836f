#include "chaos/patterns/replica_traffic.h"

#include <algorithm>
#include <cmath>

#include "chaos/patterns/expectation.h"
#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"

namespace squall::chaos {

std::string Replicas::others_text() const {
  std::string text;
  for (const std::string& other : others) text += (text.empty() ? "'" : ", '") + other + "'";
  return text;
}

std::optional<Replicas> replicas_of(const PatternInput& input) {
  if (input.replicas.size() > 1)
    return Replicas{input.replicas.front(), {input.replicas.begin() + 1, input.replicas.end()}};
  if (const auto to = text_in(input.expectation, "to")) return Replicas{input.edge, {*to}};
  return std::nullopt;
}

std::vector<const Attempt*> attempts_on(const PhaseRecord& record, const std::string& edge) {
  std::vector<const Attempt*> found;
  for (const auto* attempts : {&record.attempts, &record.elsewhere}) {
    for (const Attempt& attempt : *attempts) {
      if (attempt.edge == edge) found.push_back(&attempt);
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Attempt* a, const Attempt* b) { return a->request_started < b->request_started; });
  return found;
}

bool uses(const PhaseRecord& record, const std::string& edge) {
  return !attempts_on(record, edge).empty();
}

bool uses_any(const PhaseRecord& record, const std::vector<std::string>& edges) {
  return std::any_of(edges.begin(), edges.end(), [&](const std::string& edge) { return uses(record, edge); });
}

std::optional<Duration> returned(const PhaseRecord& record, const std::string& edge) {
  for (const Attempt* attempt : attempts_on(record, edge)) {
    if (attempt->from_provider) return attempt->request_started - record.from;
  }
  return std::nullopt;
}

namespace {

// Of the calls, those that come to this edge.
double share_of(const PhaseRecord& calm, const std::string& edge) {
  const double calls = static_cast<double>(std::max<std::size_t>(calm.calls.size(), 1));
  return std::clamp(static_cast<double>(attempts_on(calm, edge).size()) / calls, 0.02, 0.98);
}

}  // namespace

Duration spacing_of(const PhaseRecord& calm, const std::string& edge) {
  return from_ms(to_ms(calm.phase.every) / share_of(calm, edge));
}

Duration quiet_after(const PhaseRecord& calm, const std::string& edge) {
  const double share = share_of(calm, edge);
  const double missed = std::ceil(std::log(0.001) / std::log(1 - share));
  return std::max<Duration>(static_cast<Duration::rep>(missed + 1) * calm.phase.every, std::chrono::milliseconds(300));
}

Ejections ejections_in(const PhaseRecord& failing, const std::string& edge, const PhaseRecord& calm) {
  const auto attempts = attempts_on(failing, edge);
  const Duration quiet = quiet_after(calm, edge);
  Ejections found;
  double since = 0;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    ++since;
    const bool last = i + 1 == attempts.size();
    const Instant next = last ? failing.calls.back().started : attempts[i + 1]->request_started;
    const Duration silence = next - std::max(attempts[i]->request_started, end_of(*attempts[i]));
    if (silence <= quiet) continue;
    found.after.push_back(since);
    // It was over at some time since one more could have come.
    if (!last) found.lasted.push_back(to_ms(silence - spacing_of(calm, edge) / 2));
    since = 0;
  }
  return found;
}

}  // namespace squall::chaos
