#pragma once
// What the contracts of a system's providers say of resilience (`x-squall-*`), as expectations of the edges that lead
// to them. Where the system file says the same member otherwise, the system file counts, and a note says so.
// Which clause applies where: harness/README.md, "Resilience in contracts".

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "chaos/patterns/measurement.h"
#include "contracts/match/router.h"
#include "harness/system/system_file.h"

namespace squall::harness {

// Fills ResilienceSpec::clauses, key_headers and compensations, and `expect` where the file says nothing; edges without
// a section get one. Returns notes for people: what the file overrides, clauses that apply to no edge, `x-squall-*`
// that nobody knows. `contracts` by service.
std::vector<std::string> merge_clauses(
    System& system, const std::map<std::string, std::shared_ptr<const contracts::match::Router>>& contracts);

// The clause for what was measured; nullptr when there is none for that operation.
const OperationExpectation* clause_for(const PatternClauses& clauses, const std::string& operation);

// What of the contract was not looked at, because the stimulus does not lead there; "" when nothing was left out.
std::string not_reached(const PatternClauses& clauses, const std::string& operation);

}  // namespace squall::harness
