#include "harness/experiment/conduct.h"

#include <algorithm>

#include "contracts/core/random.h"
#include "contracts/core/units.h"
#include "harness/experiment/comparison.h"
#include "harness/experiment/expectations.h"
#include "harness/experiment/injection.h"
#include "harness/experiment/probe.h"
#include "harness/experiment/series.h"
#include "harness/experiment/storm.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Outcome;

// How long a system may take to become steady: breakers that earlier checks tripped must close again.
constexpr Duration kToBecomeSteady = std::chrono::seconds(10);
constexpr Duration kToBecomeSteadyQuick = std::chrono::seconds(3);

std::string kind_of(const ScheduledFault& fault) {
  return fault.hook      ? "hook"
         : fault.lookup  ? "lookup"
         : fault.process ? to_string(fault.process->kind)
                         : fault.fault.kind;
}

class Conduct {
 public:
  Conduct(const ExperimentSpec& spec, const PlannedCheck& planned, RunContext& context)
      : spec_(spec), context_(context), seed_(contracts::stable_hash(planned.id, context.seed)) {
    check_.id = planned.id;
    check_.kind = planned.kind;
    check_.title = planned.title;
  }

  reports::Check run() {
    if (!steady_before() || !read_before()) return std::move(check_);
    AnswerJudge judge(spec_.load ? spec_.load->service : "", router());
    const StormRecord storm = blow({spec_, check_.id, context_, judge, seed_});
    collect_attempts();
    add_series(storm);
    if (context_.stop.stop_requested()) return end(Outcome::inconclusive, "interrupted");
    for (const auto& course : storm.courses) {
      if (!course.error.empty()) return end(Outcome::errored, "a fault could not be put on: " + course.error);
      if (!course.revert_error.empty())
        return end(Outcome::errored, "a fault could not be taken off: " + course.revert_error);
    }
    judge_load(storm, judge);
    judge_steadiness(storm);
    judge_invariants();
    return verdict(storm);
  }

 private:
  void settle(Outcome outcome, std::string reason) {
    check_.outcome = outcome;
    check_.reason = std::move(reason);
  }
  reports::Check end(Outcome outcome, std::string reason) {
    settle(outcome, std::move(reason));
    return std::move(check_);
  }

  bool steady_before() {
    say("waiting for the steady state");
    const std::string why = wait_until_steady(context_, spec_.steady_state, patience_, seed_ + 2, context_.stop);
    if (why.empty()) return true;
    settle(Outcome::inconclusive, context_.stop.stop_requested()
                                      ? "interrupted"
                                      : "the system was not steady before the fault, so nothing was injected: " + why);
    return false;
  }

  bool read_before() {
    Client client;
    for (const auto& invariant : spec_.invariants) {
      if (invariant.equals) {
        wanted_.push_back(*invariant.equals);
        continue;
      }
      auto value = read_value(client, context_, invariant, seed_ + 3, context_.stop);
      if (!value) {
        settle(Outcome::inconclusive,
               "an invariant could not be read before the load, so nothing was injected: " + value.error().message);
        return false;
      }
      wanted_.push_back(std::move(*value));
    }
    return true;
  }

  std::shared_ptr<const contracts::match::Router> router() const {
    if (!spec_.load) return nullptr;
    const auto found = context_.contracts.find(spec_.load->service);
    return found == context_.contracts.end() ? nullptr : found->second;
  }

  void collect_attempts() {
    std::vector<std::string> edges;
    for (const auto& fault : spec_.faults) {
      if (!fault.edge.empty()) edges.push_back(fault.edge);
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    if (edges.size() == 1) edge_ = edges.front();
    // From the beginning: a connection that a fault was executed on may be older than the experiment.
    for (const auto& edge : edges) {
      auto attempts = context_.timeline.attempts(edge, chaos::Instant{0}, context_.timeline.now());
      std::move(attempts.begin(), attempts.end(), std::back_inserter(attempts_));
    }
  }

  // How often each fault was executed. A refused port counts once: what it refused is not seen.
  void collect_proof(const StormRecord& storm) {
    const auto windows = context_.timeline.slice(storm.from, storm.to).windows;
    for (std::size_t i = 0; i < storm.courses.size(); ++i) {
      const auto& course = storm.courses[i];
      if (spec_.faults[i].edge.empty()) {
        collect_evidence(spec_.faults[i], course);
        continue;
      }
      Executed proof = course.on ? executed(course.id, attempts_) : Executed();
      const bool on_its_port =
          proof.times == 0 && course.on && took_effect(course.id, spec_.faults[i].edge, storm.from, windows, attempts_);
      if (on_its_port) proof.times = 1;
      add_fact(spec_.faults[i], course, proof, on_its_port);
      executed_.push_back(std::move(proof));
    }
  }

  // Of a process, a hook or lookups: what was seen of it is the proof.
  void collect_evidence(const ScheduledFault& fault, const FaultSchedule::Course& course) {
    executed_.push_back({course.on && !course.evidence.empty() ? 1u : 0u, {}});
    if (!course.evidence.empty()) check_.facts.push_back(fault_text(fault) + ": " + course.evidence);
  }

  void add_fact(const ScheduledFault& fault, const FaultSchedule::Course& course, const Executed& proof,
                bool on_its_port) {
    if (!course.on) return;
    std::string fact = fault_text(fault) + ": executed ";
    fact += on_its_port ? "on its port" : "on " + reports::counted(proof.times, "attempt");
    if (!proof.received.empty()) fact += "; the consumer got " + reports::listed(proof.received);
    check_.facts.push_back(std::move(fact));
  }

  void add_series(const StormRecord& storm) {
    collect_proof(storm);
    auto series =
        series_of(spec_.name, storm.load.calls, storm.from, std::max<Duration>(length_of(spec_), Duration(1)));
    for (std::size_t i = 0; i < storm.courses.size(); ++i) {
      const auto& course = storm.courses[i];
      const auto& fault = spec_.faults[i];
      if (!course.on) continue;
      reports::FaultSpan span;
      span.edge = fault.edge;
      span.kind = kind_of(fault);
      span.text = fault.edge.empty() ? fault_text(fault) : fault_text(fault.fault);
      span.from_ms = milliseconds(*course.on);
      span.to_ms = milliseconds(course.off.value_or(storm.to));
      span.applied = executed_[i].times;
      span.received = executed_[i].received;
      series.faults.push_back(std::move(span));
    }
    context_.series.push_back(std::move(series));
  }

  void judge_load(const StormRecord& storm, AnswerJudge& judge) {
    if (!spec_.load) return;
    const auto figures = figures_of(storm.load.calls, storm.load.unsent);
    std::string fact =
        "success " + share_text(figures.success()) + " of " + std::to_string(figures.arrivals()) + " calls";
    for (const auto& [name, q] : {std::pair("p50", 0.5), std::pair("p95", 0.95), std::pair("p99", 0.99)}) {
      fact += std::string(", ") + name + " " + duration_text(figures.seconds(q));
    }
    check_.facts.push_back(std::move(fact));
    if (figures.unsent > 0) check_.facts.push_back(std::to_string(figures.unsent) + " arrivals could not be sent");
    for (auto& finding : judge_expectations(spec_, figures, storm.load.calls, attempts_)) add(std::move(finding));
    if (storm.aborted) add_finding("experiment.aborted", *storm.aborted + "; load and faults were stopped");
    judge_answers(judge);
  }

  // Unasked, an answer off its contract is a warning; asked for, it breaks the expectation.
  void judge_answers(AnswerJudge& judge) {
    const bool wanted = spec_.expect.in_contract.value_or(false);
    if (wanted && judge.judged() == 0)
      unjudged_ = "in_contract: no answer could be held to a contract of " + spec_.load->service;
    if (spec_.expect.in_contract && !wanted) return;
    if (judge.judged() > 0) {
      check_.facts.push_back(std::to_string(judge.judged() - judge.departed()) + " of " +
                             std::to_string(judge.judged()) + " answers were in contract");
    }
    for (auto& finding : judge.take_findings()) {
      if (!wanted) finding.severity = reports::Severity::warning;
      add(std::move(finding));
    }
  }

  void judge_steadiness(const StormRecord& storm) {
    if (spec_.steady_state.empty()) return;
    if (storm.steady_probes > 0) {
      check_.facts.push_back("steady state held in " + std::to_string(storm.steady_held) + " of " +
                             std::to_string(storm.steady_probes) + " probes under fault");
    }
    // Single misses belong to the fault; a steady state that mostly does not hold is lost.
    if (storm.steady_held * 2 < storm.steady_probes) {
      add_finding("experiment.steady-state.lost",
                  "the steady state did not hold under the fault (" + std::to_string(storm.steady_held) + " of " +
                      std::to_string(storm.steady_probes) + " probes): " + storm.first_unsteady);
    }
    say("waiting for the steady state to return");
    const auto start = context_.timeline.now();
    const std::string why = wait_until_steady(context_, spec_.steady_state, patience_, seed_ + 4, context_.stop);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(context_.timeline.now() - start);
    if (why.empty()) {
      check_.facts.push_back("steady again " + contracts::format_duration(took) + " after the end");
    } else if (!context_.stop.stop_requested()) {
      add_finding("experiment.steady-state.not-restored",
                  "the steady state did not return within " + contracts::format_duration(patience_) + ": " + why);
    }
  }

  void judge_invariants() {
    Client client;
    for (std::size_t i = 0; i < spec_.invariants.size(); ++i) judge_invariant(client, spec_.invariants[i], wanted_[i]);
  }

  void judge_invariant(Client& client, const Invariant& invariant, const contracts::Value& wanted) {
    say("waiting for the invariants");
    const auto wanted_document = contracts::Document::of(wanted);
    const auto end = std::chrono::steady_clock::now() + invariant.within;
    const std::string what = invariant.probe.method + " " + invariant.probe.target + " " + invariant.pointer;
    const std::string expected = contracts::to_json(wanted) + (invariant.equals ? "" : " as before the load");
    while (true) {
      const auto found = read_value(client, context_, invariant, seed_ + 5, context_.stop);
      if (found && contracts::equal(contracts::Document::of(*found).root(), wanted_document.root())) {
        check_.facts.push_back(what + " is " + expected);
        return;
      }
      if (context_.stop.stop_requested()) return;
      if (std::chrono::steady_clock::now() >= end) {
        const std::string is = found ? "is " + contracts::to_json(*found) : "cannot be read: " + found.error().message;
        reports::Finding finding;
        finding.rule = "experiment.invariant";
        finding.message = what + " must be " + expected + ", and " + is + " " +
                          contracts::format_duration(invariant.within) + " after the load";
        finding.operation = operation_name(context_, invariant.service, invariant.probe.method, invariant.probe.target);
        finding.location = invariant.location;
        add(std::move(finding));
        return;
      }
      pause_for(std::chrono::milliseconds(50), context_.stop);
    }
  }

  void add(reports::Finding finding) {
    if (finding.edge.empty()) finding.edge = edge_;
    findings_.add(std::move(finding));
  }

  void add_finding(const std::string& rule, std::string message) {
    reports::Finding finding;
    finding.rule = rule;
    finding.message = std::move(message);
    finding.location = spec_.location;
    add(std::move(finding));
  }

  // A verdict under a fault needs proof of every fault, a broken promise proof of one.
  reports::Check verdict(const StormRecord& storm) {
    if (context_.stop.stop_requested()) return end(Outcome::inconclusive, "interrupted");
    auto findings = findings_.take();
    const bool broken = std::any_of(findings.begin(), findings.end(),
                                    [](const auto& finding) { return finding.severity == reports::Severity::error; });
    const auto never = [](const Executed& proof) { return proof.times == 0; };
    const auto unproven = std::find_if(executed_.begin(), executed_.end(), never);
    const bool none = std::all_of(executed_.begin(), executed_.end(), never);
    if (unproven != executed_.end() && (!broken || none)) {
      const auto& fault = spec_.faults[static_cast<std::size_t>(unproven - executed_.begin())];
      const bool never_on = !storm.courses[static_cast<std::size_t>(unproven - executed_.begin())].on;
      for (const auto& finding : findings)
        check_.facts.push_back("seen without proof of the fault: " + finding.message);
      return end(Outcome::inconclusive, fault_text(fault) + " was never executed: " +
                                            (never_on       ? "it was not put on before the end"
                                             : fault.lookup ? "nobody asked for the name meanwhile"
                                                            : "nothing it could act on crossed the edge meanwhile"));
    }
    for (auto& finding : findings) {
      if (context_.replay) finding.replay.command = context_.replay(check_.id);
    }
    check_.findings = std::move(findings);
    if (broken) return end(Outcome::failed, "");
    return unjudged_.empty() ? end(Outcome::passed, "") : end(Outcome::inconclusive, unjudged_);
  }

  void say(const std::string& text) { context_.events(reports::CheckProgress{check_.id, text, -1}); }

  const ExperimentSpec& spec_;
  RunContext& context_;
  const std::uint64_t seed_;
  const Duration patience_ = context_.quick ? kToBecomeSteadyQuick : kToBecomeSteady;
  reports::Check check_;
  FindingSet findings_;
  std::string edge_;                      // when all faults are on one
  std::vector<contracts::Value> wanted_;  // of each invariant
  std::vector<chaos::Attempt> attempts_;  // on the edges with faults
  std::vector<Executed> executed_;        // of each fault
  std::string unjudged_;                  // why an expectation could not be judged
};

}  // namespace

reports::Check conduct(const ExperimentSpec& spec, const PlannedCheck& planned, RunContext& context) {
  return Conduct(spec, planned, context).run();
}

}  // namespace squall::harness
