#include "harness/consumer/verification.h"

#include <algorithm>
#include <utility>

#include "contracts/core/units.h"
#include "harness/check/finding_builder.h"
#include "harness/consumer/command_runs.h"
#include "harness/consumer/stubs.h"
#include "harness/consumer/variation_check.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::CheckKind;
using reports::Outcome;
using Clock = std::chrono::steady_clock;

double ms_since(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

std::vector<const Variation*> wanted_by(const ConsumerTask& task) {
  if (task.replay.empty()) return task.vary;
  return {variations().begin(), variations().end()};
}

bool is_reliance(const reports::Finding& finding) {
  return finding.rule.starts_with("consumer.reliance.");
}

class Verification {
 public:
  Verification(const ConsumerTask& task, Launcher& launcher, const reports::EventSink& events, std::stop_token stop)
      : task_(task),
        events_(events),
        session_(launcher, timeline_),
        stubs_(task.providers, {wanted_by(task), task.variation, task.seed, task.stateful}, timeline_),
        stop_(std::move(stop)) {}

  contracts::Result<ConsumerVerdict> run() {
    const auto begin = Clock::now();
    SQUALL_TRY(stubs_.start());
    CommandRunsOptions options{task_.command, stubs_.env(),   task_.within,
                               task_.timeout, task_.max_runs, task_.log_directory};
    runs_.emplace(session_, std::move(options), stop_);
    SQUALL_TRY(run_calm());
    if (calm_ && calm_->success) {
      if (!task_.replay.empty()) {
        run_replay();
      } else {
        forecast();
        for (const Variation* variation : task_.vary) run_variation(*variation);
        if (found_any()) doubt_findings();
      }
    }
    verdict_.duration_ms = ms_since(begin);
    if (failure_) return contracts::fail(std::move(*failure_));
    return std::move(verdict_);
  }

 private:
  Check new_check(const std::string& id, const std::string& title) const {
    Check check;
    check.id = id;
    check.kind = CheckKind::consumer;
    check.title = title;
    return check;
  }
  void add(Check check, Clock::time_point begin) {
    check.duration_ms = ms_since(begin);
    events_(reports::CheckFinished{check});
    verdict_.checks.push_back(std::move(check));
  }
  std::string shown() const { return "`" + runs_->command() + "`"; }

  contracts::Status run_calm() {
    const auto begin = Clock::now();
    Check check = new_check("command", shown() + " passes against the stubs");
    events_(reports::CheckStarted{check.id, 0});
    stubs_.weather().calm();
    SQUALL_TRY_ASSIGN(calm_, runs_->run("calm"));
    stubs_.keep_no_more();
    for (const auto& provider : task_.providers)
      verdict_.pacts[provider.name] = stubs_.pacts().pact(task_.name, provider.name);
    calm_answers_ = stubs_.weather().seen().answers;
    if (!calm_) {
      check.outcome = Outcome::errored;
      check.reason = runs_->why_not();
    } else if (!calm_->success) {
      // Nothing of the consumer's dealings with its providers is proved or disproved by it.
      check.outcome = Outcome::errored;
      check.reason = shown() + " " + calm_->how + " in calm weather, so what it relies on cannot be judged" +
                     (calm_->output.empty() ? "; it wrote nothing" : "; its last output:\n" + calm_->output);
    } else {
      check.outcome = Outcome::passed;
      check.facts.push_back("exited 0 after " +
                            reports::spoken_ms(std::chrono::duration<double, std::milli>(calm_->took).count()));
    }
    add(std::move(check), begin);
    begin_usage();
    for (const auto& provider : task_.providers) judge_requests(provider);
    return {};
  }

  void begin_usage() {
    verdict_.usage.consumer = runs_->command();
    verdict_.usage.seed = task_.seed;
  }

  void judge_requests(const ConsumerProvider& provider) {
    const auto begin = Clock::now();
    Check check = new_check("consumer/" + provider.name, "asks " + provider.name + " what its contract allows");
    ConsumerRecord::Seen seen = take(provider);
    add_usage(provider, seen);
    if (seen.requests == 0) {
      check.outcome = Outcome::inconclusive;
      check.reason =
          "no request reached the stub; does the consumer call the address in " + provider.variables.back() + "?";
      return add(std::move(check), begin);
    }
    const UsedProvider& used = verdict_.usage.providers.back();
    check.facts.push_back(reports::counted(seen.requests, "request") + " judged, " +
                          std::to_string(used.operations.size()) + " of " +
                          reports::counted(used.operations.size() + used.unused.size(), "operation") + " used");
    for (const auto& [operation, count] : seen.operations)
      check.facts.push_back(operation + ": " + std::to_string(count));
    for (const auto& operation : used.unused) check.facts.push_back(operation + ": unused");
    check.findings = std::move(seen.findings);
    check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::passed;
    add(std::move(check), begin);
  }

  // What the consumer asked since it was taken last, with addresses as its environment has them.
  ConsumerRecord::Seen take(const ConsumerProvider& provider) {
    ConsumerRecord::Seen seen = stubs_.record().take(provider.name);
    const std::string place = "${services." + provider.name + ".url}";
    for (auto& finding : seen.findings) {
      finding.replay.command = task_.again + " --seed " + std::to_string(task_.seed) + task_.behind;
      std::string& curl = finding.replay.curl;
      for (auto at = curl.find(place); at != std::string::npos; at = curl.find(place))
        curl.replace(at, place.size(), "${" + provider.variables.front() + "}");
      told_.insert(finding.id);
    }
    return seen;
  }

  void add_usage(const ConsumerProvider& provider, const ConsumerRecord::Seen& seen) {
    const auto& contract = provider.router->contract();
    UsedProvider used{provider.name, provider.file, contract.title, contract.api_version, {}, {}};
    auto answered = stubs_.weather().answered()[provider.name];
    for (const auto& operation : contract.operations) {
      const auto asked = seen.operations.find(operation.name());
      if (asked == seen.operations.end()) {
        used.unused.push_back(operation.name());
        continue;
      }
      UsedOperation one{operation.name(), asked->second, {}, {}};
      for (const auto& [status, count] : answered[operation.name()].statuses) {
        one.statuses[status].answers = count;
        for (const auto& field : answered[operation.name()].fields[status])
          one.statuses[status].fields[field] = Need::unknown;
      }
      used.operations.push_back(std::move(one));
    }
    verdict_.usage.providers.push_back(std::move(used));
  }

  // Where nothing breaks: values that can stand in one place take turns.
  static std::size_t runs_of(const PlaceSet& places) {
    std::map<std::string, std::size_t> values;
    std::size_t most = 0;
    for (const auto& text : places) most = std::max(most, ++values[text.substr(0, text.rfind('\t'))]);
    return most;
  }

  void forecast() {
    if (task_.vary.empty()) return;
    const auto places = stubs_.weather().places();
    std::size_t apply = 0, runs = 0;
    for (const Variation* variation : task_.vary) {
      const auto found = places.find(std::string(variation->name));
      if (found == places.end()) continue;
      ++apply;
      runs += runs_of(found->second);
    }
    const double each = std::chrono::duration<double, std::milli>(calm_->took).count();
    events_(reports::Notice{reports::Severity::info,
                            reports::counted(apply, "variation") + " to play in " + reports::counted(runs, "run") +
                                " of " + reports::spoken_ms(each) + ": about " +
                                reports::spoken_ms(each * static_cast<double>(runs)) + " where nothing breaks"});
  }

  // As long as a varied run may take: one that waits for what never comes shall not take ten minutes.
  Duration patience() const {
    const Duration most = std::chrono::seconds(10) + 5 * calm_->took;
    return most + static_cast<std::int64_t>(calm_answers_) * task_.variation.slow;
  }

  PlayResult play(const Variation& variation, const PlaceSet& places, VariationRun& told, Check& check) {
    if (places.empty()) {
      stubs_.weather().calm();
    } else {
      stubs_.weather().vary(variation, places);
    }
    stubs_.begin_run();
    PlayResult result;
    events_(reports::CheckProgress{check.id,
                                   "run " + std::to_string(runs_->count() + 1) + ": " +
                                       (places.empty() ? "calm" : reports::counted(places.size(), "place") + " varied"),
                                   -1});
    const std::string label = std::string(places.empty() ? "calm" : variation.name);
    auto end = runs_->run(label, patience());
    if (!end) failure_ = end.error();
    if (!end || !*end) return result;
    auto seen = stubs_.weather().seen();
    told.examples.merge(seen.examples);
    result.changed = std::move(seen.changed);
    result.how = (*end)->how;
    result.output = (*end)->output;
    result.outcome = (*end)->success ? PlayResult::Outcome::held : PlayResult::Outcome::broke;
    judge_varied(variation, check, !places.empty());
    return result;
  }

  // What the consumer asked because the answers were others: new causes only.
  void judge_varied(const Variation& variation, Check& check, bool varied) {
    for (const auto& provider : task_.providers) {
      const auto known = told_;
      for (auto& finding : take(provider).findings) {
        if (!varied || known.contains(finding.id)) continue;
        finding.message += " (while " + std::string(variation.summary) + ")";
        check.findings.push_back(std::move(finding));
      }
    }
  }

  VariationRun new_run() const {
    return {task_.providers, runs_->command(), task_.again, task_.behind, task_.seed, {}};
  }

  void run_variation(const Variation& variation) {
    const auto begin = Clock::now();
    const std::string name(variation.name);
    Check check = new_check("variation/" + name, "holds while " + std::string(variation.summary));
    const auto places = stubs_.weather().places();
    const auto found = places.find(name);
    if (found == places.end()) {
      check.outcome = Outcome::skipped;
      check.reason = "no answer that the consumer got leaves room for it";
      return add(std::move(check), begin);
    }
    if (unsteady_) {
      check.outcome = Outcome::inconclusive;
      check.reason = shown() + " is not steady: it fails now and then with nothing else changed";
      return add(std::move(check), begin);
    }
    events_(reports::CheckStarted{check.id, 0});
    VariationRun told = new_run();
    const Breakage breakage =
        find_breakage(found->second, [&](const PlaceSet& changed) { return play(variation, changed, told, check); });
    finish(breakage, told, check);
    if (!breakage.unsteady && !breakage.unfinished) verdict_.usage.varied.push_back(name);
    add(std::move(check), begin);
  }

  void finish(const Breakage& breakage, const VariationRun& told, Check& check) {
    const bool forbidden = has_error(check.findings);
    tell_breakage(breakage, told, check);
    if (breakage.unfinished) check.reason = runs_->why_not() + ", so not every place was varied";
    if (forbidden) check.outcome = Outcome::failed;
    note_usage(breakage, verdict_.usage);
    unsteady_ = unsteady_ || breakage.unsteady;
  }

  void run_replay() {
    const auto begin = Clock::now();
    Check check = new_check("replay", "holds while what is replayed is varied");
    events_(reports::CheckStarted{check.id, 0});
    PlaceSet wanted;
    const Variation* variation = nullptr;
    for (const auto& [name, places] : stubs_.weather().places()) {
      for (const auto& text : places) {
        const std::string id = place_id(AnswerPlace::of(text), task_.providers);
        if (std::find(task_.replay.begin(), task_.replay.end(), id) == task_.replay.end()) continue;
        wanted.insert(text);
        variation = find_variation(name);
      }
    }
    if (wanted.size() != task_.replay.size()) {
      check.outcome = Outcome::inconclusive;
      check.reason =
          "no answer that the consumer got has a place of that id; were seed, contracts and command the same?";
      return add(std::move(check), begin);
    }
    VariationRun told = new_run();
    const Breakage breakage =
        find_breakage(wanted, [&](const PlaceSet& changed) { return play(*variation, changed, told, check); });
    finish(breakage, told, check);
    add(std::move(check), begin);
  }

  bool found_any() const {
    return std::any_of(verdict_.checks.begin(), verdict_.checks.end(), [](const Check& check) {
      return std::any_of(check.findings.begin(), check.findings.end(), is_reliance);
    });
  }

  // A consumer that fails now and then must not be blamed: calm weather once more, and one unsteady search taints all.
  void doubt_findings() {
    Check unused = new_check("command", "");
    VariationRun told = new_run();
    if (!unsteady_) {
      const PlayResult calm = play(*task_.vary.front(), {}, told, unused);
      unsteady_ = calm.outcome == PlayResult::Outcome::broke;
    }
    if (!unsteady_) return;
    for (auto& check : verdict_.checks) {
      if (std::erase_if(check.findings, is_reliance) == 0) continue;
      check.outcome = has_error(check.findings) ? Outcome::failed : Outcome::inconclusive;
      check.reason = shown() + " is not steady: it fails now and then with nothing else changed";
    }
    for (auto& provider : verdict_.usage.providers) {
      for (auto& used : provider.operations) used.relies_on.clear();
    }
  }

  const ConsumerTask& task_;
  const reports::EventSink& events_;
  chaos::Timeline timeline_;
  Session session_;
  ConsumerStubs stubs_;
  const std::stop_token stop_;
  std::optional<CommandRuns> runs_;
  std::optional<CommandEnd> calm_;
  std::uint64_t calm_answers_ = 0;
  std::set<std::string> told_;  // ids of findings about requests
  std::optional<contracts::Error> failure_;
  bool unsteady_ = false;
  ConsumerVerdict verdict_;
};

}  // namespace

contracts::Result<ConsumerVerdict> verify_consumer(const ConsumerTask& task, Launcher& launcher,
                                                   const reports::EventSink& events, std::stop_token stop) {
  return Verification(task, launcher, events, std::move(stop)).run();
}

}  // namespace squall::harness
