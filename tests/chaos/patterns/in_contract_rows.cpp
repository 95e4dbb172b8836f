#include "tests/chaos/patterns/rows.h"

namespace squall::tests {

std::vector<Row> in_contract_rows() {
  const Value present(true);
  return {
      {"declared_failure", "in_contract_under_fault", with([](auto& t) { t.timeout = 300ms; }), present, Presence::yes,
       Verdict::holds, ""},
      {"undeclared", "in_contract_under_fault",
       with([](auto& t) { t.failure_status = 500, t.failure_declared = false; }), present, Presence::no,
       Verdict::broken, "resilience.in-contract.undeclared"},
      {"off_schema", "in_contract_under_fault",
       with([](auto& t) { t.fallback_status = 200, t.fallback_declared = false; }), present, Presence::no,
       Verdict::broken, "resilience.in-contract.off-contract"},
      {"nothing_broken", "in_contract_under_fault", with([](auto& t) { t.reaches_edge = false; }), present,
       Presence::unknown, Verdict::inconclusive, ""},
  };
}

}  // namespace squall::tests
