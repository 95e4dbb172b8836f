#pragma once
// The sections of a system file, read one after another: each fills its part of the System and reports what does not
// fit with the parts before it.

#include <string>

#include "harness/system/edge_protocol.h"
#include "harness/system/fields.h"

namespace squall::harness {

struct Reading {
  Source& source;
  System& system;
  std::string folder;  // of the system file, absolute
};

void read_services(Reading& reading);
void read_edges(Reading& reading);
void read_discovery(Reading& reading);
void read_verify(Reading& reading);
void read_consumers(Reading& reading);
void read_resilience(Reading& reading);
void read_experiments(Reading& reading);
void read_explore(Reading& reading);

// The file named under `key`, relative to the system file's folder, as an absolute path; "" when absent. Reports one
// that is not there; `what` names it in the message: "contract".
std::string read_file_name(Reading& reading, const Fields& fields, std::string_view key, const std::string& what);
// `request` or `probe` with headers and body.
RequestSpec read_request(Reading& reading, const Fields& fields, std::string_view key);
// The service named under `service`, or `otherwise` when absent. Reports an unknown one.
std::string read_target_service(Reading& reading, const Fields& fields, const std::string& otherwise);
// Reports when the name under `key` is no service / no edge; the message says which names there are.
bool require_service(Reading& reading, const Fields& fields, std::string_view key);
bool require_service(Reading& reading, const contracts::Node& at, const std::string& name);
bool require_edge(Reading& reading, const contracts::Node& at, const std::string& name);
// A fault of a process or a hook, when the entry is one.
std::optional<ScheduledFault> read_disruption(Reading& reading, const contracts::Node& node);
// The fault of an entry of `faults`, checked against its edge.
ScheduledFault read_fault(Reading& reading, const contracts::Node& node);

}  // namespace squall::harness
