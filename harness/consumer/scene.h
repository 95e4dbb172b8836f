#pragma once
// What the runs of one consumer share: its task, its stubs, its command, and the verdict they add to. Internal to this
// room.

#include <chrono>
#include <set>
#include <string>

#include "harness/consumer/command_runs.h"
#include "harness/consumer/stubs.h"
#include "harness/consumer/verification.h"

namespace squall::harness {

// Refers to what outlives it.
struct ConsumerScene {
  using Clock = std::chrono::steady_clock;

  const ConsumerTask& task;
  const reports::EventSink& events;
  ConsumerStubs& stubs;
  CommandRuns& runs;
  ConsumerVerdict& verdict;
  std::set<std::string> told = {};  // ids of findings about requests

  std::string command() const { return "`" + runs.command() + "`"; }
  // Into the verdict, and to who watches.
  void add(reports::Check check, Clock::time_point begin);
  // What the consumer asked of that provider since it was taken last, with addresses as its environment has them.
  ConsumerRecord::Seen take(const ConsumerProvider& provider);
};

reports::Check consumer_check(const std::string& id, const std::string& title);

}  // namespace squall::harness
