#pragma once
// What the sample reports are made of: a small shop, its load, findings and profiles.

#include <string>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::tests {

std::string replay_of(const std::string& id);
// Services, edges and coverage; no check yet.
reports::RunReport shop();
// 20 s of load with a fault from 5 s to 15 s; `hurt` says how much of it comes through to the caller.
reports::Series brown_out(double hurt);
reports::Finding missing_timeout();
reports::Finding undeclared_status();
reports::Finding leaked_connection();
reports::Finding accepted_finding();
reports::Finding overstaying();
std::vector<reports::EdgeProfile> sound_profiles();
// Held replies: the caller gives up three times; the called tries on when it has left.
reports::MeasuredTimeline held_timeline();
std::vector<reports::EntryOperation> entry_operations();

}  // namespace squall::tests
