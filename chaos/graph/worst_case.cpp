#include "chaos/graph/worst_case.h"

#include <algorithm>
#include <utility>

#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

// Who waits for so long without giving up waits for ever.
constexpr Duration kForEver = std::chrono::seconds(60);

Bound& operator+=(Bound& sum, const Bound& more) {
  sum.least += more.least;
  sum.unbounded = sum.unbounded || more.unbounded;
  if (!more.known && (sum.known || more.unbounded)) sum.why = more.why;
  sum.known = sum.known && more.known;
  return sum;
}

Bound longest(const Bound& a, const Bound& b) {
  Bound both = a.least >= b.least ? a : b;
  const Bound& other = a.least >= b.least ? b : a;
  if (!other.known && (both.known || other.unbounded)) both.why = other.why;
  both.known = a.known && b.known;
  both.unbounded = a.unbounded || b.unbounded;
  return both;
}

}  // namespace

// The part of its time in calm in which it waits for none of its calls.
Duration WorstCase::own_time(std::size_t node) const {
  Duration own = tree_.nodes[node].to - tree_.nodes[node].from;
  Instant covered = tree_.nodes[node].from;
  for (const std::size_t child : tree_.children_of(node)) {
    const Instant from = std::max(covered, tree_.nodes[child].from);
    const Instant to = std::min(tree_.nodes[node].to, tree_.nodes[child].to);
    if (to > from) own -= to - from;
    covered = std::max(covered, to);
  }
  return std::max<Duration>(own, Duration(0));
}

Bound WorstCase::calls_of(std::size_t node) const {
  Bound sum, together;
  Instant until{};
  for (const std::size_t child : tree_.children_of(node)) {
    const CallNode& at = tree_.nodes[child];
    if (until > Instant(0) && at.from < until) {
      together = longest(together, call(child));
      until = std::max(until, at.to);
      continue;
    }
    sum += together;
    together = call(child);
    until = at.to;
  }
  return sum += together;
}

Bound WorstCase::work(std::size_t node) const {
  const CallNode& at = tree_.nodes[node];
  if (tree_.children_of(node).empty())
    return {at.to - at.from, false, true, "nothing bounds what " + at.service + " takes for " + at.operation};
  Bound sum{own_time(node), true, false, ""};
  return sum += calls_of(node);
}

Bound WorstCase::attempt(std::size_t node) const {
  const EdgeLimits* limits = limits_on(limits_, tree_.nodes[node].edge);
  Bound whole = work(node);
  if (limits != nullptr && limits->timeout) {
    // However long the rest would take, the consumer waits no longer.
    if (!whole.known || whole.least > *limits->timeout) return {*limits->timeout, true, false, ""};
    return whole;
  }
  if (whole.known) return whole;
  const bool looked = limits != nullptr && limits->waited > Duration(0);
  whole.least = std::max(whole.least, looked ? limits->waited : Duration(0));
  if (whole.unbounded) {
    const std::string& edge = tree_.nodes[node].edge;
    whole.unbounded = looked && limits->waited >= kForEver;
    whole.why = looked ? "no timeout of " + edge + " was seen within " + contracts::format_duration(limits->waited)
                       : "no timeout of " + edge + " was measured";
  }
  return whole;
}

Bound WorstCase::call(std::size_t node) const {
  const std::string& edge = tree_.nodes[node].edge;
  const EdgeLimits* limits = limits_on(limits_, edge);
  Bound one = attempt(node);
  if (limits != nullptr && limits->endless) return {one.least, false, true, edge + " tries again without an end"};
  if (limits == nullptr || !limits->attempts_silent) {
    if (one.known) one.why = "how often " + edge + " tries again was not measured";
    one.known = false;
    return one;
  }
  const std::size_t attempts = *limits->attempts_silent;
  one.least = one.least * static_cast<std::int64_t>(attempts) + limits->paused(attempts);
  return one;
}

}  // namespace squall::chaos
