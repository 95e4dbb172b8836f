#pragma once
// Exerciser: runs a phase's work on the workers, and keeps what was found, seen and covered.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/core/random.h"
#include "harness/verify/found_set.h"
#include "harness/verify/known_resources.h"
#include "harness/verify/phase.h"
#include "harness/verify/tally.h"
#include "harness/verify/verify.h"
#include "harness/verify/verify_session.h"
#include "harness/verify/worker.h"

namespace squall::harness {

class Exerciser {
 public:
  using Operations = std::vector<const contracts::openapi::Operation*>;
  using Work = std::function<void(VerifySession&, std::uint64_t index)>;

  explicit Exerciser(const VerifyPlan& plan);

  const VerifyPlan& plan() const { return plan_; }
  const contracts::openapi::Contract& contract() const { return plan_.router->contract(); }
  // Creating ones first, deleting ones last; those that the plan leaves out are not among them.
  const Operations& operations() const { return operations_; }
  // The same in turns: creating ones by the depth of their path, changing, reading, deleting ones. What the answers of
  // one turn teach is known to the next when each turn is an `each` of its own.
  const std::vector<Operations>& turns() const { return turns_; }
  contracts::Random random(std::string_view domain, const contracts::openapi::Operation& operation,
                           std::uint64_t index) const;
  // What the user and the provider's answers tell of the operation's parameters; fixed while an `each` runs.
  contracts::match::KnownValues known_values(const contracts::openapi::Operation& operation, std::uint64_t index) const;
  // Requests that made something, the newest last; fixed while an `each` runs.
  const std::vector<Creation>& creations() const { return creations_; }
  // Stop was asked for, enough is known, or the service is out of reach.
  bool stopped() const;
  double elapsed_ms() const;

  // Runs the pieces 0 to count - 1, each in a session of its own, on the plan's workers. What they found, counted and
  // learned is merged in order of the index, so that nothing depends on the number of workers.
  void each(std::uint64_t count, const Work& work);

  void begin_phase(const Phase& phase, double done, double share);  // for the progress that is told
  void give_up(const std::string& why) const;                       // the service is out of reach; thread-safe
  // Whether the answers come at all. An operation that gives none in time, again and again, is not asked any more; when
  // no operation does, the service is out of reach. Thread-safe.
  void note_time(const contracts::openapi::Operation& operation, const Answer& answer) const;
  bool is_silent(const contracts::openapi::Operation& operation) const;
  // What came of it all; to be called once, at the end.
  Verification finish();

 private:
  struct Merging;
  using Doubts = std::map<std::uint64_t, std::vector<FoundProblem>>;  // by the piece's index

  // Pieces 0 to count - 1, each handed to the next worker that is free.
  void on_workers(std::uint64_t count, const std::function<void(Worker&, std::uint64_t index)>& work);
  void settle();  // what was found is told once for each cause, and made small
  void merge(Record&& record);
  // Pieces whose own sequence of requests showed something, while other workers sent theirs. Those may have had a hand
  // in it, so the pieces run again alone, and what shows then is what was found.
  void run_alone(const Doubts& doubts, const Work& work);
  void tell_progress(std::uint64_t piece, std::uint64_t pieces);
  void decide(reports::Check& check) const;
  std::string how_far() const;

  const VerifyPlan& plan_;
  const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  Operations operations_;
  std::vector<Operations> turns_;
  KnownResources resources_;
  KnownResources learned_;                     // since the `each` that runs began
  std::vector<Creation> creations_, created_;  // before the `each` that runs, and since
  Tally tally_;
  FoundSet found_;
  std::vector<std::string> facts_;  // stated by phases
  std::vector<Worker> workers_;
  std::atomic<bool> found_enough_ = false;
  std::uint64_t requests_ = 0;

  std::string phase_ = "first look";
  double done_ = 0;
  double share_ = 0;
  double told_ms_ = 0;

  mutable std::unordered_map<const contracts::openapi::Operation*, std::atomic<unsigned>> silent_;  // in a row
  mutable std::atomic<unsigned> all_silent_ = 0;                                                    // in a row
  mutable std::atomic<bool> ever_answered_ = false;
  mutable std::mutex unreachable_mutex_;
  mutable std::string unreachable_;
  mutable std::atomic<bool> out_of_reach_ = false;
};

}  // namespace squall::harness
