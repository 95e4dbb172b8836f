#pragma once
// What happened in the phases of a measurement, attempt by attempt, as a report keeps it.

#include <span>

#include "chaos/patterns/pattern.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// The calls from outside and the attempts on each edge, of each at most 40, edges at most 8.
reports::PhaseTimeline phase_timeline(const chaos::PhaseRecord& record);

// The first phase under each kind of fault, at most 4; others that met a fault are counted.
reports::MeasuredTimeline measured_timeline(std::span<const chaos::PhaseRecord> records);

}  // namespace squall::harness
