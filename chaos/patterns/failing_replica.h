#pragma once
// A replica that fails in one of several ways: what became of the traffic to it, and of the calls.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chaos/patterns/address_move.h"
#include "chaos/patterns/replica_traffic.h"

namespace squall::chaos {

struct FailureMode {
  const char* name;
  const char* words;
};
inline constexpr FailureMode kFailureModes[] = {
    {"refuse", "refuses connections"}, {"reset", "resets connections"},           {"hang", "hangs"},
    {"gray", "answers 503"},           {"flaky", "answers 503 every other time"}, {"move", "moves to another address"}};
// Nothing fails: the name of the edge leads elsewhere, and the old address answers on.
bool is_move(const FailureMode& mode);
FaultSpec fault_of(std::string_view mode, const PatternInput& input);
// The failures that the expectation is about; all by default.
bool asked_for(const contracts::Value& expectation, std::string_view mode);
// Only what a name leads to can move.
bool wanted(const PatternInput& input, const FailureMode& mode);

// A phase in which an ejection is watched beyond the mode's own: its name begins so.
inline constexpr std::string_view kLonger = "longer ";

// How one of them went.
struct FailingSeen {
  const FailureMode* mode = nullptr;
  const PhaseRecord* record = nullptr;
  std::size_t struck = 0;  // attempts that met the fault; connections that are refused are none
  bool unseen = false;     // at work where no attempt can meet it: the port was closed, or the name led elsewhere
  std::optional<double> left_after;  // ms from the onset to the last attempt; nothing: it never left
  Ejections ejections;
  AfterMove move;
  std::optional<double> not_tried_for;  // ms, to the end of the longer watch
  double errors = 0;                    // % of the calls
  std::optional<double> returned_after;
  bool return_watched = false;
  bool never_returned() const { return return_watched && !returned_after; }
};

// Of those that could be tried, in the order of the table. `failing`: the replica's edge.
std::vector<FailingSeen> read_failing(std::span<const PhaseRecord> records, const std::string& failing);
// Its quantities, labels and evidence.
void note(const FailingSeen& seen, Measurement& m);

}  // namespace squall::chaos
