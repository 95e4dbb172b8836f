#include "harness/graph/wording.h"

#include <fmt/format.h>

#include <algorithm>

#include "chaos/patterns/statistics.h"

namespace squall::harness {
namespace {

using chaos::CallTree;
using chaos::EdgeLimits;
using chaos::ms_text;
using chaos::to_ms;
using Limits = std::span<const EdgeLimits>;

constexpr std::size_t kMostLines = 24;

std::string ms(chaos::Duration time) {
  return ms_text(to_ms(time));
}

const std::string& consumer_of(const CallTree& tree, std::size_t node) {
  return tree.nodes[tree.nodes[node].parent].service;
}

std::string bound_words(const chaos::Bound& bound) {
  if (bound.known) return "at most " + ms(bound.least);
  if (bound.unbounded) return "unbounded: " + bound.why;
  return fmt::format("unknown, at least {}: {}", ms(bound.least), bound.why);
}

std::string times(std::size_t count) {
  return count == 1 ? "once" : fmt::format("{} times", count);
}

std::string attempts(std::size_t count) {
  return fmt::format("{} attempt{}", count, count == 1 ? "" : "s");
}

reports::GraphCall call_of(const CallTree& tree, std::size_t node, Limits limits) {
  const chaos::CallNode& at = tree.nodes[node];
  reports::GraphCall call;
  call.depth = static_cast<std::uint32_t>(tree.path_to(node).size());
  call.edge = at.edge;
  call.from = consumer_of(tree, node);
  call.to = at.service;
  call.operation = at.operation;
  if (const EdgeLimits* own = chaos::limits_on(limits, at.edge)) {
    if (own->timeout) call.timeout_ms = to_ms(*own->timeout);
    if (own->attempts_failing) call.attempts = static_cast<double>(*own->attempts_failing);
  }
  if (const chaos::Bound worst = chaos::WorstCase(tree, limits).call(node); worst.known)
    call.worst_ms = to_ms(worst.least);
  return call;
}

// The most attempts first; one that is unknown only where nothing else is.
const chaos::Amplified* most_amplified(const std::vector<chaos::Amplified>& all) {
  const chaos::Amplified* most = nullptr;
  for (const chaos::Amplified& one : all) {
    if (most == nullptr || one.attempts.value_or(0) > most->attempts.value_or(0)) most = &one;
  }
  return most;
}

void tell_amplification(const CallTree& tree, Limits limits, reports::EntryOperation& entry) {
  const auto all = chaos::amplified(tree, limits);
  const chaos::Amplified* most = most_amplified(all);
  if (most == nullptr) {
    entry.amplified = "it calls nobody";
    return;
  }
  const auto unknown =
      std::find_if(all.begin(), all.end(), [](const chaos::Amplified& one) { return !one.attempts.has_value(); });
  if (unknown == all.end()) entry.amplification = static_cast<double>(*most->attempts);
  if (most->attempts) {
    entry.amplified = *most->attempts == 1 ? "nobody on its way tries again"
                                           : fmt::format("{} of {} on {} ({})", attempts(*most->attempts),
                                                         most->operation, most->edge, factor_words(*most, limits));
  }
  if (unknown != all.end())
    entry.amplified = (most->attempts ? "at least " + entry.amplified + "; " : "") + "unknown: " + unknown->why;
}

}  // namespace

std::string path_words(const CallTree& tree, std::size_t node) {
  std::string words = tree.nodes.front().service;
  for (const std::size_t at : tree.path_to(node)) words += " > " + tree.nodes[at].service;
  return words;
}

reports::EntryOperation entry_words(const CallTree& tree, Limits limits) {
  reports::EntryOperation entry;
  entry.service = tree.nodes.front().service;
  entry.operation = tree.nodes.front().operation;
  const chaos::Bound worst = chaos::WorstCase(tree, limits).work(0);
  if (worst.known) entry.worst_ms = to_ms(worst.least);
  entry.worst = bound_words(worst);
  tell_amplification(tree, limits, entry);
  // Each before the calls that it leads to.
  std::vector<std::size_t> left{0};
  while (!left.empty()) {
    const std::size_t node = left.back();
    left.pop_back();
    if (node != 0) entry.calls.push_back(call_of(tree, node, limits));
    const auto children = tree.children_of(node);
    left.insert(left.end(), children.rbegin(), children.rend());
  }
  return entry;
}

std::string call_words(const CallTree& tree, std::size_t node, Limits limits) {
  const std::string& edge = tree.nodes[node].edge;
  const EdgeLimits* own = chaos::limits_on(limits, edge);
  const chaos::Bound one = chaos::WorstCase(tree, limits).attempt(node);
  const std::string each = one.known ? ms(one.least) : one.why;
  if (own == nullptr || !own->attempts_silent) return fmt::format("{} on {}", each, edge);
  const std::size_t count = *own->attempts_silent;
  std::string words = fmt::format("{} of {} on {}", attempts(count), each, edge);
  if (own->paused(count) > chaos::Duration(0))
    words += fmt::format(" with {} {} between them", ms(own->paused(count)), count > 2 ? "in all" : "of pause");
  return words;
}

std::string order_words(const CallTree& tree, const chaos::OrderCheck& check, Limits limits) {
  const chaos::CallNode& called = tree.nodes[check.node];
  std::string parts;
  for (const std::size_t child : tree.children_of(check.node))
    parts += (parts.empty() ? "" : ", then ") + call_words(tree, child, limits);
  return fmt::format("{} waits {} for {} of {}, which may take {}{}: {}", consumer_of(tree, check.node),
                     ms(check.patience), called.operation, called.service, check.needed.known ? "" : "more than ",
                     ms(check.needed.least), parts);
}

std::string overstay_words(const CallTree& tree, const chaos::OrderCheck& check, const chaos::Overstay& seen) {
  std::string words = fmt::format("{} worked on for {} after {} had given up", tree.nodes[check.node].service,
                                  ms(seen.worked_on), consumer_of(tree, check.node));
  if (seen.sent_after > 0)
    words += fmt::format(", and sent {} again, {}", tree.nodes[check.inner].operation, times(seen.sent_after));
  return words;
}

std::string factor_words(const chaos::Amplified& one, Limits limits) {
  std::string words;
  for (const std::string& edge : one.tiers) {
    const EdgeLimits* tier = chaos::limits_on(limits, edge);
    words += fmt::format("{}{} on {}", words.empty() ? "" : " x ", *tier->attempts_failing, edge);
  }
  return words;
}

std::vector<chaos::EvidenceLine> timeline_lines(const chaos::Call& call, const std::vector<chaos::Attempt>& attempts) {
  std::vector<chaos::EvidenceLine> lines{chaos::line_of(call)};
  for (const chaos::Attempt& attempt : attempts) {
    if (lines.size() == kMostLines) {
      lines.push_back({std::nullopt, fmt::format("... and {} more attempts", attempts.size() + 1 - kMostLines)});
      break;
    }
    lines.push_back(chaos::line_of(attempt, attempt.edge));
  }
  return lines;
}

}  // namespace squall::harness
