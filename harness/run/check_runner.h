#pragma once
// Runs the checks of a plan on a system that is up: one after another, or side by side where they cannot disturb each
// other, and never longer than was asked for.

#include <mutex>
#include <optional>
#include <vector>

#include "harness/check/deadline.h"
#include "harness/run/run.h"
#include "harness/session/session.h"

namespace squall::harness {

reports::Check not_run(const PlannedCheck& planned, reports::Outcome outcome, const std::string& reason);

class CheckRunner {
 public:
  // `today` as "2026-12-31".
  CheckRunner(const RunParts& parts, RunContext& context, Session& session, const Deadline& deadline,
              const std::string& today);
  // Fills in what the checks found, in the plan's order. True when Squall itself broke.
  bool run_all(reports::RunReport& report);

 private:
  // What one check adds to the report beside itself: its own, as others may run at the same time.
  struct Result {
    std::optional<reports::Check> check;
    std::vector<reports::EdgeProfile> profiles;
    std::vector<reports::EntryOperation> entries;
    std::vector<reports::OperationCoverage> coverage;
    std::vector<reports::Series> series;
  };

  void prepare();
  void leave_out_what_does_not_fit();
  void tell_how_long() const;
  std::vector<std::size_t> left() const;  // indices of checks that nothing is known of yet
  Duration length_of(std::size_t index) const;
  Footprint footprint_of(std::size_t index) const;
  Duration time_needed() const;
  RunContext context_for(Result& result) const;
  void run_side_by_side();
  void run_one(std::size_t index);
  std::optional<reports::Check> reason_not_to(const PlannedCheck& planned) const;
  reports::Check guarded(const PlannedCheck& planned, RunContext& context);
  void note_exits(reports::Check& check);
  void finish(std::size_t index, reports::Check check);

  const RunParts& parts_;
  RunContext& context_;
  Session& session_;
  const Deadline& deadline_;
  Duration looked_{0};  // what prepare() took
  std::vector<Result> results_;
  std::mutex mutex_;  // guards what follows, and the checks of results_ while they run
  IgnoreList ignored_;
  reports::EventSink told_;  // the run's events, one at a time
  std::mutex telling_;
  std::size_t exits_seen_ = 0;
  std::string dead_;
  bool broke_ = false;
};

}  // namespace squall::harness
