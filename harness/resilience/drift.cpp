#include "harness/resilience/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>

#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using chaos::Measurement;
using chaos::Presence;
using chaos::Quantity;

enum class Nature { time, count, loose_count, rate, share };

struct Parameter {
  std::string_view pattern, name;
  Nature nature;
  std::string_view words;
};

constexpr std::array kParameters = std::to_array<Parameter>({
    {"timeout", "response", Nature::time, "the timeout"},
    {"timeout", "total", Nature::time, "the limit on the whole answer"},
    {"timeout", "body_idle", Nature::time, "the wait for the rest of a body"},
    {"retries", "retries", Nature::count, "the number of retries"},
    {"retries", "pause_1", Nature::time, "the pause before the first retry"},
    {"retries", "pause_2", Nature::time, "the pause before the second retry"},
    {"circuit_breaker", "opens_after", Nature::loose_count, "the failing calls until the breaker opens"},
    {"circuit_breaker", "open_for", Nature::time, "the breaker's open time"},
    {"bulkhead", "in_flight", Nature::count, "the calls in flight"},
    {"rate_limit", "limit", Nature::rate, "the limit"},
    {"hedging", "hedge_after", Nature::time, "the wait before the second attempt"},
    {"amplification", "attempts", Nature::count, "the attempts for one stimulus"},
    {"fallback", "successes", Nature::share, "the share of calls that succeed"},
});

// Labels that say how a pattern works. One that comes or goes is drift; of a family ("backoff: "), another member.
constexpr std::array kLabels = std::to_array<std::string_view>(
    {"unbounded", "never closes", "leaves the connection open", "off contract", "without an end"});
constexpr std::string_view kBackoff = "backoff: ";

double spread(const Quantity& quantity) {
  return quantity.max - quantity.min;
}

bool apart(const Quantity& a, const Quantity& b) {
  return a.min > b.max || b.min > a.max;
}

bool differ(Nature nature, const Quantity& before, const Quantity& now) {
  const double change = std::abs(now.median - before.median);
  switch (nature) {
    case Nature::time:
      return change > std::max({0.25 * before.median, 30.0, spread(before), spread(now)});
    case Nature::count:
      return change >= 1 && apart(before, now);
    case Nature::loose_count:
      return change > std::max({0.5 * before.median, 2.0, spread(before), spread(now)});
    case Nature::rate:
      return change > std::max({0.25 * before.median, spread(before), spread(now)});
    case Nature::share:
      return change > 20;
  }
  return false;
}

std::string value_text(const Quantity& quantity) {
  if (quantity.unit == "ms") {
    const auto time = std::chrono::nanoseconds(std::llround(quantity.median * 1e6));
    return contracts::format_duration(std::chrono::round<std::chrono::milliseconds>(time));
  }
  return fmt::format("{:.6g}{}{}", quantity.median, quantity.unit == "%" || quantity.unit.empty() ? "" : " ",
                     quantity.unit == "attempts" || quantity.unit == "retries" ? "" : quantity.unit);
}

std::optional<std::string> backoff_of(const Measurement& m) {
  for (const std::string& label : m.labels) {
    if (label.starts_with(kBackoff)) return label.substr(kBackoff.size());
  }
  return std::nullopt;
}

void compare_parameters(const Measurement& before, const Measurement& now, std::vector<PatternDrift>& drifts) {
  for (const Parameter& parameter : kParameters) {
    if (parameter.pattern != before.pattern) continue;
    const Quantity* was = before.quantity(parameter.name);
    const Quantity* is = now.quantity(parameter.name);
    if (was == nullptr || is == nullptr || !differ(parameter.nature, *was, *is)) continue;
    drifts.push_back({PatternDrift::Kind::changed, std::string(parameter.name),
                      fmt::format("{}: {}, where it was {}", parameter.words, value_text(*is), value_text(*was))});
  }
}

void compare_labels(const Measurement& before, const Measurement& now, std::vector<PatternDrift>& drifts) {
  for (const std::string_view label : kLabels) {
    if (before.labelled(label) == now.labelled(label)) continue;
    drifts.push_back(
        {PatternDrift::Kind::changed, std::string(label),
         fmt::format("{}: {}", label, now.labelled(label) ? "it was not so" : "it was so, and is not now")});
  }
  const auto was = backoff_of(before), is = backoff_of(now);
  // Two pauses fit more than one shape.
  const bool known = was && is && *was != "unknown" && *is != "unknown" && *was != "none" && *is != "none";
  if (known && *was != *is)
    drifts.push_back(
        {PatternDrift::Kind::changed, "backoff", fmt::format("the pauses: {}, where they were {}", *is, *was)});
}

}  // namespace

std::vector<PatternDrift> drift_between(const Measurement& before, const Measurement& now) {
  const auto known = [](const Measurement& m) { return m.injected && m.present != Presence::unknown; };
  if (!known(before)) return {};
  if (!known(now))
    return {
        {PatternDrift::Kind::unknown, "",
         "it was measured before and could not be now: " + (now.why_unknown.empty() ? now.summary : now.why_unknown)}};
  if (before.present == Presence::yes && now.present == Presence::no)
    return {{PatternDrift::Kind::gone, "", fmt::format("it is gone: {} (before: {})", now.summary, before.summary)}};
  if (before.present == Presence::no && now.present == Presence::yes)
    return {{PatternDrift::Kind::grown, "", fmt::format("it is new: {} (before: {})", now.summary, before.summary)}};
  std::vector<PatternDrift> drifts;
  compare_parameters(before, now, drifts);
  compare_labels(before, now, drifts);
  return drifts;
}

}  // namespace squall::harness
