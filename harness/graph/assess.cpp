#include "harness/graph/assess.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "chaos/graph/cycles.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/trouble.h"
#include "harness/graph/wording.h"
#include "harness/resilience/phase_timeline.h"

namespace squall::harness {
namespace {

using chaos::CallTree;
using chaos::Duration;
using chaos::EdgeLimits;
using chaos::OrderCheck;
using namespace std::chrono_literals;

constexpr std::size_t kMostTrials = 30;  // under answers of 503
constexpr std::size_t kBudget = 3;       // attempts for one call from outside

bool succeeded(const chaos::Call& call) {
  return call.error == chaos::CallError::none && call.status >= 200 && call.status < 400;
}

std::vector<std::string> replicas_of(const System& system, const std::string& edge) {
  std::vector<std::string> names;
  for (const EdgeSpec* replica : system.edges_of(edge)) names.push_back(replica->name);
  return names;
}

bool was_struck(const chaos::PhaseRecord& record) {
  return std::any_of(record.attempts.begin(), record.attempts.end(),
                     [](const chaos::Attempt& attempt) { return !attempt.faults.empty(); });
}

reports::MeasuredTimeline shown(const chaos::PhaseRecord& record) {
  return {{phase_timeline(record)}, 0};
}

class Assessor {
 public:
  Assessor(const std::vector<EdgeLimits>& limits, GraphTrials& trials, const System& system)
      : limits_(limits), trials_(trials), system_(system) {}

  // One that another leads to is in its graph already.
  bool covered(const GraphEntry& entry) const { return inside_.contains({entry.service, entry.operation}); }

  void assess(const GraphEntry& entry) {
    const chaos::PhaseRecord calm = trials_.in_calm(entry, 2);
    const std::string name = entry.service + " " + entry.operation;
    if (calm.calls.empty() || !succeeded(calm.calls.back())) {
      const std::string why = !calm.trouble.empty() ? calm.trouble
                              : calm.calls.empty()  ? "nothing was sent"
                                                    : chaos::outcome_of(calm.calls.back());
      note(fmt::format("{} is not in the graph: in calm, {}", name, why));
      return;
    }
    const chaos::Call& call = calm.calls.back();
    const auto edges = graph_edges(system_);
    const CallTree tree = chaos::tree_of(call, entry.operation, entry.service, attempts_of(calm, call, system_), edges);
    const CallTree before = chaos::tree_of(calm.calls.front(), entry.operation, entry.service,
                                           attempts_of(calm, calm.calls.front(), system_), edges);
    if (!chaos::same_shape(tree, before))
      note(fmt::format("{} makes other calls from time to time; the graph has those of one", name));
    reports::EntryOperation words = entry_words(tree, limits_);
    for (const chaos::CallNode& node : tree.nodes) inside_.insert({node.service, node.operation});
    tell_cycle(tree, calm, call);
    fail_each_edge(entry, tree, words);
    for (const OrderCheck& check : chaos::check_order(tree, limits_)) order(entry, tree, check);
    found_.entries.push_back(std::move(words));
  }

  void tell_cycles() {
    for (const auto& cycle : chaos::cycles_in(graph_edges(system_))) {
      if (came_back_.empty())
        note(fmt::format("the edges {} lead around in a circle; no call was seen to go round", fmt::join(cycle, ", ")));
    }
  }

  GraphAssessment take() { return std::move(found_); }

 private:
  void note(std::string text) {
    if (std::find(found_.notes.begin(), found_.notes.end(), text) == found_.notes.end())
      found_.notes.push_back(std::move(text));
  }
  bool first(const std::string& key) { return told_.insert(key).second; }

  void tell_cycle(const CallTree& tree, const chaos::PhaseRecord& calm, const chaos::Call& call) {
    const auto node = chaos::comes_back(tree);
    if (!node || !first("cycle " + tree.nodes[*node].edge)) return;
    came_back_.insert(tree.nodes[*node].edge);
    GraphViolation cycle;
    cycle.rule = "resilience.graph.cycle";
    cycle.edge = tree.nodes[*node].edge;
    cycle.operation = tree.nodes[*node].operation;
    cycle.message = fmt::format("a call comes back to {}, which waits for it: {}", tree.nodes[*node].service,
                                path_words(tree, *node));
    cycle.edges = edges_to(tree, *node);
    cycle.evidence = timeline_lines(call, attempts_of(calm, call, system_));
    cycle.timeline = shown(calm);
    found_.violations.push_back(std::move(cycle));
  }

  // Who fails with it, and how often it is tried.
  void fail_each_edge(const GraphEntry& entry, const CallTree& tree, reports::EntryOperation& words) {
    const auto all = chaos::amplified(tree, limits_);
    std::set<std::string> edges;
    for (std::size_t node = 1; node < tree.nodes.size(); ++node) {
      const std::string& edge = tree.nodes[node].edge;
      if (!edges.insert(edge).second || trials_.stopped()) continue;
      if (++failed_ > kMostTrials)
        return note("not every edge was failed for every entry operation: there are too many");
      const chaos::PhaseRecord record = trials_.under(entry, edge, chaos::answer_with(503), 30s, 40ms);
      if (record.calls.empty() || !was_struck(record)) {
        note(fmt::format("what {} {} does when {} fails is not known: {}", entry.service, entry.operation, edge,
                         record.trouble.empty() ? "no failing answer reached it" : record.trouble));
        continue;
      }
      if (!succeeded(record.calls.front())) words.single_points.push_back(edge);
      for (const chaos::Amplified& one : all) {
        if (one.edge == edge && chaos::too_much(one, kBudget)) amplification(tree, one, record);
      }
    }
  }

  void amplification(const CallTree& tree, const chaos::Amplified& one, const chaos::PhaseRecord& record) {
    if (!first(fmt::format("amplified {} {} {}", one.edge, one.operation, fmt::join(one.tiers, " ")))) return;
    const chaos::Call& call = record.calls.front();
    const auto attempts = attempts_of(record, call, system_);
    const std::size_t seen = chaos::attempts_of(attempts, replicas_of(system_, one.edge), one.operation);
    std::size_t largest = kBudget;
    for (const std::string& tier : one.tiers)
      largest = std::max(largest, one.tiers.size() > 1 ? *chaos::limits_on(limits_, tier)->attempts_failing : kBudget);
    const std::string may =
        fmt::format("one {} to {} may become {} attempts of {} on {} ({})", tree.nodes.front().operation,
                    tree.nodes.front().service, *one.attempts, one.operation, one.edge, factor_words(one, limits_));
    if (seen <= largest * one.in_calm) {
      note(fmt::format("by the measurements {}; played, it was {}", may, seen));
      return;
    }
    GraphViolation violation;
    violation.rule = "resilience.graph.amplification";
    violation.edge = one.edge;
    violation.operation = one.operation;
    violation.message = fmt::format("{}: {}; played, it was {}",
                                    one.tiers.size() > 1 ? "several tiers try again" : "it tries too often", may, seen);
    violation.edges = one.tiers;
    if (one.tiers.back() != one.edge) violation.edges.push_back(one.edge);
    violation.evidence = {{std::nullopt, "path: " + path_words(tree, one.node)}};
    for (auto& line : timeline_lines(call, attempts)) violation.evidence.push_back(std::move(line));
    violation.timeline = shown(record);
    found_.violations.push_back(std::move(violation));
  }

  void order(const GraphEntry& entry, const CallTree& tree, const OrderCheck& check) {
    const chaos::CallNode& outer = tree.nodes[check.node];
    const chaos::CallNode& inner = tree.nodes[check.inner];
    if (check.state == OrderCheck::State::fits || trials_.stopped()) return;
    if (!first(fmt::format("order {} {} {}", outer.edge, outer.operation, inner.edge))) return;
    if (check.state == OrderCheck::State::open) {
      note(fmt::format("whether {} outwaits {} of {} is not known: {}", outer.edge, outer.operation, outer.service,
                       check.needed.why));
      return;
    }
    const EdgeLimits* waits = chaos::limits_on(limits_, outer.edge);
    const EdgeLimits* works = chaos::limits_on(limits_, inner.edge);
    const std::size_t tries = waits->attempts_silent.value_or(1);
    const Duration leaves = *waits->timeout * static_cast<std::int64_t>(tries) + waits->paused(tries);
    const Duration needed = std::min<Duration>(chaos::WorstCase(tree, limits_).call(check.inner).least, 5s);
    const Duration hold = std::min<Duration>(leaves + needed + 500ms, 60s);
    const chaos::PhaseRecord record = trials_.under(entry, inner.edge, chaos::hold_reply(hold), hold + 10s,
                                                    std::clamp<Duration>(needed, 300ms, 5s) + 100ms);
    const std::string may = order_words(tree, check, limits_);
    if (record.calls.empty()) return note(fmt::format("{}; it could not be played: {}", may, record.trouble));
    const chaos::Call& call = record.calls.front();
    const auto attempts = attempts_of(record, call, system_);
    const chaos::Overstay seen =
        chaos::overstay_of(call, attempts, replicas_of(system_, outer.edge), waits->leaks,
                           replicas_of(system_, inner.edge), works != nullptr && works->leaks, record.to);
    if (!seen.shown) return note(fmt::format("{}; played, it did not show: {}", may, seen.why_not));
    GraphViolation violation;
    violation.rule = "resilience.graph.timeout-order";
    violation.edge = inner.edge;
    violation.operation = inner.operation;
    violation.message = fmt::format("{}; {}", may, overstay_words(tree, check, seen));
    violation.edges = {outer.edge, inner.edge};
    violation.evidence = {{std::nullopt, "path: " + path_words(tree, check.inner)}};
    for (auto& line : timeline_lines(call, attempts)) violation.evidence.push_back(std::move(line));
    const auto later = std::find_if(violation.evidence.begin(), violation.evidence.end(),
                                    [&](const chaos::EvidenceLine& line) { return line.at && *line.at > seen.left; });
    violation.evidence.insert(later, {seen.left, overstay_words(tree, check, seen)});
    violation.timeline = shown(record);
    found_.violations.push_back(std::move(violation));
  }

  static std::vector<std::string> edges_to(const CallTree& tree, std::size_t node) {
    std::vector<std::string> edges;
    for (const std::size_t at : tree.path_to(node)) edges.push_back(tree.nodes[at].edge);
    return edges;
  }

  const std::vector<EdgeLimits>& limits_;
  GraphTrials& trials_;
  const System& system_;
  GraphAssessment found_;
  std::set<std::string> told_, came_back_;
  std::set<std::pair<std::string, std::string>> inside_;  // services and operations that were seen at work
  std::size_t failed_ = 0;
};

}  // namespace

GraphAssessment assess_graph(const std::vector<GraphEntry>& entries, const std::vector<EdgeLimits>& limits,
                             GraphTrials& trials, const System& system,
                             const std::function<void(const std::string&)>& progress) {
  Assessor assessor(limits, trials, system);
  for (const GraphEntry& entry : entries) {
    if (trials.stopped()) break;
    if (assessor.covered(entry)) continue;
    if (progress) progress(entry.service + " " + entry.operation);
    assessor.assess(entry);
  }
  assessor.tell_cycles();
  return assessor.take();
}

}  // namespace squall::harness
