#include "harness/experiment/expectations.h"

#include <algorithm>
#include <functional>

#include "harness/experiment/comparison.h"
#include "harness/experiment/injection.h"
#include "harness/experiment/series.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostCallsShown = 3;

std::string call_text(const chaos::Call& call) {
  const std::string took = duration_text(std::chrono::duration<double>(felt_latency(call)).count());
  const std::string asked = call.method + " " + call.target;
  if (call.error != chaos::CallError::none) return asked + " failed after " + took + ": " + call.error_text;
  return asked + " answered " + std::to_string(call.status) + " after " + took;
}

// The calls that show it best, each with what went on behind it.
std::vector<reports::EvidenceLine> shown(std::vector<const chaos::Call*> calls,
                                         const std::vector<chaos::Attempt>& attempts) {
  std::vector<reports::EvidenceLine> lines;
  if (calls.size() > kMostCallsShown) calls.resize(kMostCallsShown);
  for (const auto* call : calls) {
    lines.push_back({milliseconds(call->due), call_text(*call)});
    for (auto& line : attempts_behind(*call, attempts)) lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<const chaos::Call*> failed_calls(const std::vector<chaos::Call>& calls) {
  std::vector<const chaos::Call*> failed;
  for (const auto& call : calls) {
    if (!succeeded(call) && call.error != chaos::CallError::cancelled) failed.push_back(&call);
  }
  return failed;
}

std::vector<const chaos::Call*> slowest_first(const std::vector<chaos::Call>& calls) {
  std::vector<const chaos::Call*> sorted;
  for (const auto& call : calls) {
    if (call.error != chaos::CallError::cancelled) sorted.push_back(&call);
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto* a, const auto* b) { return felt_latency(*a) > felt_latency(*b); });
  return sorted;
}

std::string operation_of(const std::vector<chaos::Call>& calls) {
  return calls.empty() ? std::string() : calls.front().operation;
}

reports::Finding finding(const ExperimentSpec& spec, const std::string& rule, std::string message) {
  reports::Finding made;
  made.rule = rule;
  made.message = std::move(message);
  made.location = spec.expect.location;
  return made;
}

}  // namespace

std::vector<reports::Finding> judge_expectations(const ExperimentSpec& spec, const LoadFigures& figures,
                                                 const std::vector<chaos::Call>& calls,
                                                 const std::vector<chaos::Attempt>& attempts) {
  std::vector<reports::Finding> findings;
  const auto& expect = spec.expect;
  if (figures.arrivals() == 0) return findings;
  if (expect.success && !holds(*expect.success, figures.success())) {
    std::string message = "expected success " + share_text(*expect.success) + " of calls, found " +
                          share_text(figures.success()) + " (" + std::to_string(figures.succeeded) + " of " +
                          std::to_string(figures.arrivals()) + ")";
    if (figures.unsent > 0) message += "; " + std::to_string(figures.unsent) + " could not be sent";
    findings.push_back(finding(spec, "experiment.success", std::move(message)));
    findings.back().evidence = shown(failed_calls(calls), attempts);
  }
  const struct {
    const char* name;
    const std::optional<Comparison>& comparison;
    double quantile;
  } latencies[] = {{"p50", expect.p50, 0.5}, {"p95", expect.p95, 0.95}, {"p99", expect.p99, 0.99}};
  for (const auto& row : latencies) {
    const double seconds = figures.seconds(row.quantile);
    if (!row.comparison || holds(*row.comparison, seconds)) continue;
    findings.push_back(finding(spec, std::string("experiment.") + row.name,
                               std::string("expected ") + row.name + " " + duration_text(*row.comparison) + ", found " +
                                   duration_text(seconds) + " over " + std::to_string(figures.calls) + " calls"));
    findings.back().evidence = shown(slowest_first(calls), attempts);
  }
  for (auto& made : findings) made.operation = operation_of(calls);
  return findings;
}

}  // namespace squall::harness
