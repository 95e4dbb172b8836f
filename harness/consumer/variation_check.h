#pragma once
// What a search for breaking places found, as a check of the report. Internal to this room.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "harness/consumer/provider_names.h"
#include "harness/consumer/usage.h"
#include "harness/consumer/weather.h"
#include "harness/variation/breakage.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// The id of one place: what --replay takes; of a finding whose cause is one place its id.
std::string place_id(const AnswerPlace& place, const std::vector<ConsumerProvider>& providers);
// "optional field note of GET /orders/{id}"
std::string relied_on(const AnswerPlace& place);

struct VariationRun {
  const std::vector<ConsumerProvider>& providers;
  std::string command;  // in words
  std::string again;    // see ConsumerTask
  std::string behind;   // " -- COMMAND", quoted for a shell
  std::uint64_t seed = 0;
  std::map<std::string, std::string> examples;  // Weather::Seen::examples, of all runs
};

// The findings, proved ones only, and the outcome with its reason.
void tell_breakage(const Breakage& breakage, const VariationRun& run, reports::Check& check);
reports::Finding reliance_finding(const BreakingCause& cause, const VariationRun& run);
// Of the field that stands at that place of a body; nullptr where the usage has none.
Need* need_of(Usage& usage, const AnswerPlace& place);
// Into the operations of the usage: reliances, and which fields are needed.
void note_usage(const Breakage& breakage, Usage& usage);

}  // namespace squall::harness
