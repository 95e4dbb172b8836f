#include "harness/verify/exerciser.h"

#include <algorithm>
#include <iterator>
#include <thread>

#include "harness/check/finding_builder.h"
#include "harness/verify/same_cause.h"
#include "harness/verify/shrink.h"
#include "harness/verify/tell.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using contracts::openapi::Operation;

constexpr double progress_every_ms = 200;
constexpr std::size_t most_creations = 128;
constexpr unsigned most_silent = 3;                 // answers of one operation that do not come in time, in a row
constexpr std::chrono::seconds slow{5};             // for an answer that was cut off
constexpr std::chrono::seconds most_shrinking{60};  // for all findings together

void keep_last(std::vector<Creation>& creations, std::size_t most) {
  if (creations.size() > most) creations.erase(creations.begin(), creations.end() - static_cast<std::ptrdiff_t>(most));
}

int turn_of(const Operation& operation) {
  constexpr int deepest = 8;
  if (operation.method == "POST") {
    return static_cast<int>(
        std::min<std::ptrdiff_t>(deepest, std::count(operation.path.begin(), operation.path.end(), '{')));
  }
  if (operation.method == "PUT" || operation.method == "PATCH") return deepest + 1;
  return operation.method == "DELETE" ? deepest + 3 : deepest + 2;
}

std::vector<Exerciser::Operations> in_turns(const VerifyPlan& plan) {
  std::map<int, Exerciser::Operations> by_turn;
  for (const Operation& operation : plan.router->contract().operations) {
    if (!plan.left_out.contains(&operation)) by_turn[turn_of(operation)].push_back(&operation);
  }
  std::vector<Exerciser::Operations> turns;
  turns.reserve(by_turn.size());
  for (auto& [turn, operations] : by_turn) turns.push_back(std::move(operations));
  return turns;
}

// Moves out what a phase found by itself in a sequence of requests.
std::vector<FoundProblem> take_own_sequences(std::vector<FoundProblem>& found) {
  const auto stays = [](const FoundProblem& one) { return !one.steps.empty() || one.sent.size() < 2; };
  const auto first = std::stable_partition(found.begin(), found.end(), stays);
  std::vector<FoundProblem> taken(std::make_move_iterator(first), std::make_move_iterator(found.end()));
  found.erase(first, found.end());
  return taken;
}

Exerciser::Operations joined(const std::vector<Exerciser::Operations>& turns) {
  Exerciser::Operations all;
  for (const auto& turn : turns) all.insert(all.end(), turn.begin(), turn.end());
  return all;
}

}  // namespace

// Takes the sessions' records as they end, and hands them on in order.
struct Exerciser::Merging {
  Exerciser& exerciser;
  std::uint64_t pieces;
  std::mutex mutex{};
  std::uint64_t next = 0;
  std::map<std::uint64_t, Record> waiting{};
  Doubts doubts{};

  void take(std::uint64_t index, Record&& record) {
    const std::lock_guard lock(mutex);
    waiting.emplace(index, std::move(record));
    while (!waiting.empty() && waiting.begin()->first == next) hand_on();
    exerciser.tell_progress(next, pieces);
  }
  // Those after a piece that a stop left undone.
  void take_rest() {
    while (!waiting.empty()) hand_on();
  }
  void hand_on() {
    const std::uint64_t index = waiting.begin()->first;
    next = index + 1;
    if (exerciser.workers_.size() > 1) {
      if (auto own = take_own_sequences(waiting.begin()->second.found); !own.empty()) doubts[index] = std::move(own);
    }
    exerciser.merge(std::move(waiting.begin()->second));
    waiting.erase(waiting.begin());
  }
};

Exerciser::Exerciser(const VerifyPlan& plan) : plan_(plan), turns_(in_turns(plan)), tally_(plan.service) {
  operations_ = joined(turns_);
  for (const Operation* operation : operations_) silent_[operation] = 0;
}

contracts::Random Exerciser::random(std::string_view domain, const Operation& operation, std::uint64_t index) const {
  return contracts::Random(plan_.seed, domain, operation.name(), index);
}

contracts::match::KnownValues Exerciser::known_values(const Operation& operation, std::uint64_t index) const {
  contracts::match::KnownValues known = resources_.values_for(operation, index);
  if (!plan_.given) return known;
  for (auto& [name, value] : plan_.given(operation, index)) {
    const auto learned =
        std::find_if(known.begin(), known.end(), [&name = name](const auto& one) { return one.first == name; });
    if (learned == known.end()) {
      known.emplace_back(name, std::move(value));
    } else if (!learned->second.is_null()) {
      learned->second = std::move(value);
    }
  }
  return known;
}

bool Exerciser::stopped() const {
  return out_of_reach_.load(std::memory_order_relaxed) || found_enough_.load(std::memory_order_relaxed) ||
         plan_.stop.stop_requested() || plan_.enough.stop_requested();
}

double Exerciser::elapsed_ms() const {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_).count();
}

void Exerciser::give_up(const std::string& why) const {
  const std::lock_guard lock(unreachable_mutex_);
  if (unreachable_.empty()) unreachable_ = why;
  out_of_reach_ = true;
}

void Exerciser::note_time(const Operation& operation, const Answer& answer) const {
  const auto silent = silent_.find(&operation);
  const bool in_time = answer.error != chaos::CallError::timeout && !(answer.truncated && answer.duration > slow);
  if (in_time) {
    if (!ever_answered_) ever_answered_ = true;
    if (all_silent_ != 0) all_silent_ = 0;
    if (silent != silent_.end() && silent->second != 0) silent->second = 0;
    return;
  }
  if (silent != silent_.end()) ++silent->second;
  if (++all_silent_ >= most_silent * 2)
    give_up(answer.error_text + ", " + std::to_string(most_silent * 2) + " times in a row");
}

bool Exerciser::is_silent(const Operation& operation) const {
  const auto silent = silent_.find(&operation);
  return silent != silent_.end() && silent->second >= most_silent;
}

void Exerciser::on_workers(std::uint64_t count, const std::function<void(Worker&, std::uint64_t)>& work) {
  const std::uint64_t threads = std::min<std::uint64_t>(count, std::max(1u, plan_.workers));
  while (workers_.size() < threads) workers_.push_back(Worker{plan_.connect(), Tally(plan_.service), {}});
  std::atomic<std::uint64_t> next = 0;
  const auto run = [&](Worker& worker) {
    for (std::uint64_t index = next.fetch_add(1); index < count; index = next.fetch_add(1)) work(worker, index);
  };
  if (threads == 1) return run(workers_.front());
  std::vector<std::jthread> running;
  for (std::uint64_t i = 0; i < threads; ++i) running.emplace_back([&run, &worker = workers_[i]] { run(worker); });
}

void Exerciser::each(std::uint64_t count, const Work& work) {
  Merging merging{*this, count};
  on_workers(count, [&](Worker& worker, std::uint64_t index) {
    if (stopped()) return;
    VerifySession session(*this, worker);
    work(session, index);
    merging.take(index, session.take());
  });
  merging.take_rest();
  run_alone(merging.doubts, work);
  for (Worker& worker : workers_) tally_.add(std::exchange(worker.tally, Tally(plan_.service)));
  resources_.add(std::exchange(learned_, {}));
  std::move(created_.begin(), created_.end(), std::back_inserter(creations_));
  created_.clear();
  keep_last(creations_, most_creations);
}

void Exerciser::merge(Record&& record) {
  requests_ += record.requests;
  for (FoundProblem& found : record.found) found_.add(std::move(found));
  if (found_.has(plan_.wanted)) found_enough_ = true;
  if (plan_.stop_after > 0 && found_.errors() >= plan_.stop_after) found_enough_ = true;
  learned_.add(std::move(record.learned));
  std::move(record.creations.begin(), record.creations.end(), std::back_inserter(created_));
  if (created_.size() > 2 * most_creations) keep_last(created_, most_creations);
  for (std::string& fact : record.facts) {
    if (std::find(facts_.begin(), facts_.end(), fact) == facts_.end()) facts_.push_back(std::move(fact));
  }
  for (auto& [operation, why] : record.cannot_make) tally_.cannot_make(*operation, why);
}

void Exerciser::run_alone(const Doubts& doubts, const Work& work) {
  if (doubts.empty()) return;
  Worker alone{plan_.connect(), Tally(plan_.service), {}};  // what it covers was counted before
  for (const auto& [index, before] : doubts) {
    Record again;
    if (stopped()) {
      again.found = before;
    } else {
      VerifySession session(*this, alone);
      work(session, index);
      Record whole = session.take();
      again.found = take_own_sequences(whole.found);
    }
    for (const FoundProblem& one : before) {
      const auto is_same = [&](const FoundProblem& other) { return other.finding.id == one.finding.id; };
      if (std::none_of(again.found.begin(), again.found.end(), is_same)) {
        again.facts.push_back("not told, since it came up only while other workers sent requests too: " +
                              one.finding.rule + ", " + one.finding.operation);
      }
    }
    merge(std::move(again));
  }
}

void Exerciser::begin_phase(const Phase& phase, double done, double share) {
  phase_ = phase.name;
  done_ = done;
  share_ = share;
  told_ms_ = elapsed_ms();
  if (plan_.progress) plan_.progress(phase_ + ": " + std::string(phase.summary), done_);
}

void Exerciser::tell_progress(std::uint64_t piece, std::uint64_t pieces) {
  if (!plan_.progress) return;
  const double now = elapsed_ms();
  if (now < told_ms_ + progress_every_ms) return;
  told_ms_ = now;
  const double done = done_ + share_ * static_cast<double>(piece) / static_cast<double>(pieces);
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(requests_) * 1000 / now);
  plan_.progress(phase_ + ": " + reports::grouped(requests_) + " requests, " + reports::grouped(rate) + "/s", done);
}

std::string Exerciser::how_far() const {
  return " after " + reports::counted(requests_, "answered request") + ", in phase " + phase_;
}

void Exerciser::settle() {
  std::vector<FoundProblem>& all = found_.all();
  if (found_.has(plan_.wanted)) std::erase_if(all, [&](const auto& one) { return one.cause != plan_.wanted; });
  merge_same_causes(all, tally_.operations());
  if (!plan_.wanted.empty()) std::erase_if(all, [&](const auto& one) { return one.finding.id != plan_.wanted; });
  if (!plan_.shrink || out_of_reach_) return;
  const auto until = std::chrono::steady_clock::now() + most_shrinking;
  std::atomic<std::size_t> begun = 0;
  std::atomic<std::size_t> left_as_found = 0;
  std::mutex progress;
  const auto make_small = [&](Worker& worker, FoundProblem& found) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0 || out_of_reach_ || plan_.stop.stop_requested()) {
      ++left_as_found;
      return;
    }
    if (plan_.progress) {
      const std::lock_guard lock(progress);
      plan_.progress("finding " + std::to_string(++begun) + " of " + std::to_string(all.size()) +
                         ": looking for the smallest request",
                     1);
    }
    ShrinkLimits limits;
    limits.time = std::min(limits.time, left);
    if (shrink(plan_, worker.send, found, limits) == Shrunk::out_of_reach) {
      give_up("the service stopped answering while findings were sent again");
    }
  };
  const auto is_alone = [](const FoundProblem& found) { return found.steps.size() > 1; };
  on_workers(all.size(), [&](Worker& worker, std::uint64_t index) {
    if (!is_alone(all[index])) make_small(worker, all[index]);
  });
  // What takes several requests is sent while nothing else is: others could have a hand in it.
  on_workers(1, [&](Worker& worker, std::uint64_t) {
    for (FoundProblem& found : all) {
      if (is_alone(found)) make_small(worker, found);
    }
  });
  if (left_as_found > 0) {
    facts_.push_back("not sent again and not made smaller: " + reports::counted(left_as_found, "finding"));
  }
}

Verification Exerciser::finish() {
  settle();
  Verification result;
  for (const FoundProblem& found : found_.in_order()) result.check.findings.push_back(told(plan_, found));
  result.check.facts = tally_.facts(operations_);
  result.check.facts.insert(result.check.facts.end(), facts_.begin(), facts_.end());
  for (const Operation* operation : operations_) {
    if (is_silent(*operation)) {
      result.check.facts.push_back("not asked any more: " + operation->name() + ", after " +
                                   std::to_string(most_silent) + " answers in a row that did not come in time");
    }
  }
  result.coverage = tally_.coverage(operations_);
  decide(result.check);
  return result;
}

void Exerciser::decide(reports::Check& check) const {
  if (out_of_reach_ && !ever_answered_) check.findings.clear();  // it never was there: that is all there is to say
  const bool failed = has_error(check.findings);
  if (out_of_reach_) {
    check.reason = unreachable_ + (requests_ == 0 ? std::string{} : how_far());
    if (failed) check.facts.push_back("ended early: " + std::exchange(check.reason, {}));
  }
  if (failed) {
    check.outcome = reports::Outcome::failed;
  } else if (out_of_reach_) {
    check.outcome = reports::Outcome::errored;
  } else if (operations_.empty()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "the contract has no operations";
  } else if (plan_.stop.stop_requested()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = "stopped before the end";
  } else if (!tally_.anything_succeeded()) {
    check.outcome = reports::Outcome::inconclusive;
    check.reason = tally_.requests() == 0 ? "no request could be made from the contract"
                                          : "no operation was ever answered with a success: is the url right, are "
                                            "credentials needed?";
  } else {
    check.outcome = reports::Outcome::passed;
  }
}

}  // namespace squall::harness
