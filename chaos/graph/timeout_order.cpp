#include "chaos/graph/timeout_order.h"

#include <algorithm>

#include "chaos/patterns/logical_call.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

// Who is told to stop needs a moment to.
constexpr Duration kGrace = 30ms;

// What measuring both leaves uncertain.
Duration tolerance(Duration patience) {
  return patience / 20 + 10ms;
}

std::size_t longest_call(const WorstCase& worst, const std::vector<std::size_t>& children) {
  return *std::max_element(children.begin(), children.end(),
                           [&](std::size_t a, std::size_t b) { return worst.call(a).least < worst.call(b).least; });
}

bool is_on(const Attempt& attempt, const std::vector<std::string>& edges) {
  return std::find(edges.begin(), edges.end(), attempt.edge) != edges.end();
}

bool given_up(const Attempt& attempt) {
  return attempt.consumer_closed && (!attempt.last_byte || *attempt.consumer_closed < *attempt.last_byte);
}

}  // namespace

std::vector<OrderCheck> check_order(const CallTree& tree, std::span<const EdgeLimits> limits) {
  const WorstCase worst(tree, limits);
  std::vector<OrderCheck> checks;
  for (std::size_t node = 1; node < tree.nodes.size(); ++node) {
    const auto children = tree.children_of(node);
    const EdgeLimits* own = limits_on(limits, tree.nodes[node].edge);
    if (children.empty() || own == nullptr || !own->timeout) continue;
    OrderCheck check;
    check.node = node;
    check.inner = longest_call(worst, children);
    check.patience = *own->timeout;
    check.needed = worst.work(node);
    const bool longer = check.needed.least > check.patience + tolerance(check.patience);
    check.state = longer               ? OrderCheck::State::violated
                  : check.needed.known ? OrderCheck::State::fits
                                       : OrderCheck::State::open;
    checks.push_back(std::move(check));
  }
  return checks;
}

Overstay overstay_of(const Call& call, std::span<const Attempt> attempts, const std::vector<std::string>& outer,
                     bool outer_leaks, const std::vector<std::string>& inner, bool inner_leaks, Instant until) {
  Overstay seen;
  bool any = false, struck = false;
  for (const Attempt& attempt : attempts) {
    if (!is_on(attempt, outer)) continue;
    const bool left = outer_leaks || given_up(attempt);
    any = any || left;
    const Instant at = outer_leaks               ? call.finished
                       : attempt.consumer_closed ? *attempt.consumer_closed
                                                 : end_of(attempt);
    seen.left = std::max(seen.left, at);
  }
  if (!any) {
    seen.why_not = "the caller did not give up";
    return seen;
  }
  for (const Attempt& attempt : attempts) {
    if (!is_on(attempt, inner)) continue;
    struck = struck || !attempt.faults.empty();
    if (attempt.faults.empty()) continue;
    const bool begun_after = attempt.request_started > seen.left + kGrace;
    const Instant end = attempt.ended || attempt.consumer_closed ? end_of(attempt) : until;
    if (!begun_after && (inner_leaks || end <= seen.left + kGrace)) continue;
    seen.shown = true;
    seen.sent_after += begun_after ? 1 : 0;
    seen.worked_on = std::max(seen.worked_on, end - seen.left);
  }
  if (!struck) {
    seen.why_not = "no reply of the inner provider was held, so nothing is proven";
  } else if (!seen.shown) {
    seen.why_not = "the called gave up with its caller";
  }
  return seen;
}

}  // namespace squall::chaos
