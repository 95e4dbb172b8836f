#include "chaos/patterns/breaker_judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chaos/patterns/breaker_scope.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/statistics.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {
using contracts::format_duration;

std::optional<Judgement> judge_probes(const Measurement& m, const contracts::Value& expectation) {
  const auto most = count_in(expectation, "probes");
  if (!most) return std::nullopt;
  const Quantity* probes = m.quantity("probes_at_once");
  const bool all = m.labelled("lets everything through when half-open") || m.quantity("reopens_after") != nullptr;
  if (probes == nullptr && !all) {
    return Judgement{Verdict::inconclusive, "resilience.circuit-breaker.inconclusive",
                     "how many calls it lets through at once to try again was not seen"};
  }
  if (!all && probes->max <= static_cast<double>(*most)) return std::nullopt;
  return Judgement{Verdict::broken, "resilience.circuit-breaker.probes",
                   fmt::format("expected at most {} calls at once to try again; it let {} through", *most,
                               all ? "all" : fmt::format("{:.0f}", probes->max))};
}

std::optional<Judgement> judge_scope(const Measurement& m, const contracts::Value& expectation) {
  const auto wanted = text_in(expectation, "scope");
  if (!wanted || m.labelled("scope: " + *wanted)) return std::nullopt;
  const bool edge = m.labelled(kScopeEdge), operation = m.labelled(kScopeOperation);
  if (!edge && !operation) {
    const bool asked = expectation.find(kOther) != nullptr;
    return Judgement{Verdict::inconclusive, "resilience.circuit-breaker.inconclusive",
                     asked ? "what it opens for could not be told"
                           : "what it opens for is told by `other`, a request that leads to another operation"};
  }
  return Judgement{Verdict::broken, "resilience.circuit-breaker.scope",
                   fmt::format("expected it to open for the {}; it opens for the {}", *wanted,
                               edge ? "whole edge" : "operation alone")};
}

}  // namespace

Judgement judge_breaker(const Measurement& m, const contracts::Value& expectation) {
  const auto within = count_in(expectation, "opens_within");
  if (m.present == Presence::no) {
    return {Verdict::broken, "resilience.circuit-breaker.never-opens",
            fmt::format("expected a circuit breaker{}; {}",
                        within ? fmt::format(" that opens within {} calls", *within) : "", m.summary)};
  }
  if (m.labelled("never closes") && flag_in(expectation, "closes") != false) {
    return {Verdict::broken, "resilience.circuit-breaker.never-closes",
            fmt::format("expected the breaker to close again; it {}", m.summary)};
  }
  const Quantity* quiet = m.quantity("opens_after_quiet");
  const double calls =
      quiet != nullptr ? std::min(quiet->median, m.quantity("opens_after")->median) : m.quantity("opens_after")->median;
  if (within && calls > static_cast<double>(*within)) {
    return {Verdict::broken, "resilience.circuit-breaker.too-late",
            fmt::format("expected the breaker to open within {} calls; it {}", *within, m.summary)};
  }
  const Quantity* open_for = m.quantity("open_for");
  if (const auto declared = duration_in(expectation, "open_for")) {
    const double wanted = to_ms(*declared);
    if (open_for == nullptr) {
      return {Verdict::inconclusive, "resilience.circuit-breaker.inconclusive",
              fmt::format("expected an open time of {}; none was seen to its end: {}", format_duration(*declared),
                          m.summary)};
    }
    const double error = 0.1 * wanted + m.quantity("resolution")->median + 10;
    if (std::abs(open_for->median - wanted) > error) {
      return {Verdict::broken, "resilience.circuit-breaker.open-time",
              fmt::format("expected an open time of {}; it {}", format_duration(*declared), m.summary)};
    }
  }
  if (!m.labelled("closes") && flag_in(expectation, "closes") != false) {
    return {Verdict::inconclusive, "resilience.circuit-breaker.inconclusive", "whether it closes again was not seen"};
  }
  if (const auto judged = judge_probes(m, expectation)) return *judged;
  if (const auto judged = judge_scope(m, expectation)) return *judged;
  return {Verdict::holds, "resilience.circuit-breaker.holds", m.summary};
}

}  // namespace squall::chaos
