#include "harness/run/check_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>

#include "contracts/core/units.h"
#include "harness/check/finding_builder.h"
#include "harness/consumer/consumer_record.h"
#include "harness/run/schedule.h"

namespace squall::harness {

namespace {

using Clock = std::chrono::steady_clock;
using reports::Check;
using reports::Outcome;

double to_ms(Duration time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

template <class T>
void append(std::vector<T>& all, std::vector<T>& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

// Patterns of one edge stand together, whichever check measured them.
void merge(std::vector<reports::EdgeProfile>& all, std::vector<reports::EdgeProfile>& more) {
  for (reports::EdgeProfile& one : more) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.edge == one.edge; });
    if (known == all.end()) {
      all.push_back(std::move(one));
    } else {
      append(known->patterns, one.patterns);
    }
  }
}

std::string about(Duration time) {
  return contracts::format_duration(std::chrono::ceil<std::chrono::seconds>(time));
}

}  // namespace

Check not_run(const PlannedCheck& planned, Outcome outcome, const std::string& reason) {
  Check check;
  check.id = planned.id;
  check.kind = planned.kind;
  check.title = planned.title;
  check.outcome = outcome;
  check.reason = reason;
  return check;
}

CheckRunner::CheckRunner(const RunParts& parts, RunContext& context, Session& session, const Deadline& deadline,
                         const std::string& today)
    : parts_(parts),
      context_(context),
      session_(session),
      deadline_(deadline),
      results_(parts.plan.checks.size()),
      ignored_(parts.options.ignored, today) {
  if (!context.events) return;
  told_ = [this](const reports::RunEvent& event) {
    const std::scoped_lock lock(telling_);
    context_.events(event);
  };
}

bool CheckRunner::run_all(reports::RunReport& report) {
  const auto& checks = parts_.plan.checks;
  if (parts_.plan.prepare) prepare();
  if (parts_.options.side_by_side) {
    run_side_by_side();
  } else {
    for (const std::size_t index : left()) run_one(index);
  }
  context_.engine.remove_all_faults();
  for (std::size_t i = 0; i < checks.size(); ++i) {
    Result& result = results_[i];
    report.checks.push_back(std::move(*result.check));
    merge(report.profiles, result.profiles);
    append(report.graph, result.entries);
    append(report.coverage, result.coverage);
    append(report.timeline, result.series);
  }
  for (std::string& note : ignored_.notes()) report.notes.push_back(std::move(note));
  return broke_;
}

void CheckRunner::prepare() {
  const Clock::time_point began = Clock::now();
  parts_.plan.prepare(context_, parts_.plan.checks);
  context_.engine.remove_all_faults();
  looked_ = Clock::now() - began;
  leave_out_what_does_not_fit();
  tell_how_long();
}

std::vector<std::size_t> CheckRunner::left() const {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (!results_[i].check) indices.push_back(i);
  }
  return indices;
}

Duration CheckRunner::length_of(std::size_t index) const {
  const PlannedCheck& planned = parts_.plan.checks[index];
  return planned.forecast ? planned.forecast() : planned.expected;
}

Duration CheckRunner::time_needed() const {
  std::vector<Footprint> footprints;
  std::vector<Duration> lengths;
  for (const std::size_t index : left()) {
    footprints.push_back(footprint_of(index));
    lengths.push_back(length_of(index));
  }
  return looked_ + makespan(footprints, lengths);
}

Footprint CheckRunner::footprint_of(std::size_t index) const {
  const PlannedCheck& planned = parts_.plan.checks[index];
  return parts_.options.side_by_side && planned.footprint ? planned.footprint() : Footprint{};
}

void CheckRunner::leave_out_what_does_not_fit() {
  const auto within = parts_.options.within;
  while (within && time_needed() > *within) {
    const auto rest = left();
    if (rest.empty()) return;
    const auto least = std::max_element(rest.begin(), rest.end(), [&](std::size_t a, std::size_t b) {
      return std::pair(parts_.plan.checks[a].dispensable, a) < std::pair(parts_.plan.checks[b].dispensable, b);
    });
    results_[*least].check = not_run(parts_.plan.checks[*least], Outcome::skipped,
                                     "left out: it did not fit into " + contracts::format_duration(*within));
  }
}

void CheckRunner::tell_how_long() const {
  const std::size_t count = left().size(), out = results_.size() - count;
  std::string text =
      fmt::format("about {} in all for {} measurement{}", about(time_needed()), count, count == 1 ? "" : "s");
  if (out > 0) text += fmt::format(", {} left out", out);
  if (told_) told_(reports::Notice{reports::Severity::info, text});
}

RunContext CheckRunner::context_for(Result& result) const {
  return {context_.system,    context_.engine,       context_.timeline, told_,
          context_.stop,      context_.seed,         context_.quick,    context_.service_urls,
          context_.edge_urls, context_.contracts,    result.profiles,   result.coverage,
          result.series,      context_.service_log,  context_.replay,   context_.secrets,
          context_.session,   context_.side_by_side, &result.entries,   context_.names};
}

void CheckRunner::run_side_by_side() {
  const auto indices = left();
  std::vector<Footprint> footprints;
  footprints.reserve(indices.size());
  for (const std::size_t index : indices) footprints.push_back(footprint_of(index));
  run_scheduled(footprints, [&](std::size_t i) { run_one(indices[i]); });
}

std::optional<Check> CheckRunner::reason_not_to(const PlannedCheck& planned) const {
  if (deadline_.expired()) return not_run(planned, Outcome::errored, "the time that --timeout gave was over");
  if (context_.stop.stop_requested()) return not_run(planned, Outcome::skipped, "interrupted");
  if (!dead_.empty()) return not_run(planned, Outcome::errored, dead_);
  return std::nullopt;
}

void CheckRunner::run_one(std::size_t index) {
  const PlannedCheck& planned = parts_.plan.checks[index];
  {
    const std::scoped_lock lock(mutex_);
    if (auto reason = reason_not_to(planned)) return finish(index, std::move(*reason));
    // Requests off the contract that verification sends are nobody's fault when they cross an edge.
    parts_.plan.consumers->listen(planned.kind != reports::CheckKind::provider);
  }
  if (told_) told_(reports::CheckStarted{planned.id, to_ms(length_of(index))});
  const auto begin = Clock::now();
  RunContext context = context_for(results_[index]);
  Check check = guarded(planned, context);
  if (!parts_.options.side_by_side) context_.engine.remove_all_faults();
  check.id = planned.id;
  check.kind = planned.kind;
  if (check.title.empty()) check.title = planned.title;
  check.duration_ms = to_ms(Clock::now() - begin);
  const std::scoped_lock lock(mutex_);
  note_exits(check);
  finish(index, std::move(check));
}

Check CheckRunner::guarded(const PlannedCheck& planned, RunContext& context) {
  try {
    return planned.run(context);
  } catch (const std::exception& exception) {
    const std::scoped_lock lock(mutex_);
    broke_ = true;
    return not_run(planned, Outcome::errored, "internal error of Squall: " + std::string(exception.what()));
  }
}

// A service that died while a check ran is a finding of that check; what comes after has nothing to stand on.
void CheckRunner::note_exits(Check& check) {
  const auto exits = session_.unexpected_exits();
  for (; exits_seen_ < exits.size(); ++exits_seen_) {
    const ServiceExit& exit = exits[exits_seen_];
    reports::Finding finding;
    finding.rule = "service.exited";
    finding.message = "'" + exit.service + "' " + exit.what + " while the check ran";
    finding.location = parts_.system.service(exit.service)->location;
    finding.evidence = {{std::nullopt, session_.log_tail(exit.service)}};
    finding.replay.command = context_.replay(check.id);
    finding.id = finding_id(finding.rule, exit.service, finding.location, "");
    check.findings.push_back(std::move(finding));
    check.outcome = Outcome::failed;
    dead_ = "'" + exit.service + "' " + exit.what + " before";
  }
}

void CheckRunner::finish(std::size_t index, Check check) {
  ignored_.apply(check);
  if (told_) told_(reports::CheckFinished{check});
  results_[index].check = std::move(check);
}

}  // namespace squall::harness
