#include "tests/chaos/patterns/rows.h"

namespace squall::tests {

std::vector<Row> fallback_rows() {
  const Value present(true);
  return {
      {"declared_answer",
       "fallback",
       with([](auto& t) { t.fallback_status = 200, t.timeout = 300ms; }),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"successes", 100}}},
      {"missing_fallback", "fallback", with([](auto& t) { t.timeout = 300ms; }), present, Presence::no, Verdict::broken,
       "resilience.fallback.missing"},
      {"off_contract", "fallback",
       with([](auto& t) { t.fallback_status = 200, t.fallback_declared = false, t.timeout = 300ms; }), present,
       Presence::yes, Verdict::broken, "resilience.fallback.off-contract"},
      {"late", "fallback", with([](auto& t) { t.fallback_status = 200, t.timeout = 900ms; }),
       expect({{"within", "400ms"}}), Presence::yes, Verdict::broken, "resilience.fallback.late"},
      {"behind_breaker", "fallback",
       with([](auto& t) { t.fallback_status = 200, t.opens_after = 2, t.timeout = 300ms; }), present, Presence::yes,
       Verdict::holds, ""},
      {"cache_answers", "fallback", with([](auto& t) { t.reaches_edge = false; }), present, Presence::unknown,
       Verdict::inconclusive, ""},
  };
}

}  // namespace squall::tests
