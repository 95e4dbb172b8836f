#pragma once
// Proof of injection: how often each fault's step was executed. Pure over the timeline's records.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "chaos/timeline/records.h"
#include "harness/system/system_file.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct Executed {
  std::uint64_t times = 0;                        // attempts on which a step of the fault was executed
  std::map<std::string, std::uint64_t> received;  // reports::FaultSpan::received
};
Executed executed(const std::string& fault_id, const std::vector<chaos::Attempt>& attempts);
// Whether a fault of the listener (refuse) took effect on an edge that had been in use since `since`: refused
// connections never become attempts, so the listener's own word and the traffic before it are the proof.
bool took_effect(const std::string& fault_id, const std::string& edge, chaos::Instant since,
                 const std::vector<chaos::FaultWindow>& windows, const std::vector<chaos::Attempt>& attempts);
// "latency {mean: 800ms, jitter: 200ms}, 30 % of requests".
std::string fault_text(const chaos::FaultSpec& fault);
// The same with where it strikes: "latency {mean: 800ms} on orders-payments", "stop of payments", "the hook `tc ...`".
std::string fault_text(const ScheduledFault& fault);
// What went on behind one call: its attempts on the edges, each with what the faults did to it.
std::vector<reports::EvidenceLine> attempts_behind(const chaos::Call& call,
                                                   const std::vector<chaos::Attempt>& attempts);

}  // namespace squall::harness
