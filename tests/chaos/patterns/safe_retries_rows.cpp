#include "tests/chaos/patterns/rows.h"

namespace squall::tests {

std::vector<Row> safe_retries_rows() {
  const Value present(true);
  return {
      {"get_repeated", "safe_retries", with([](auto& t) { t.method = "GET", t.retries = 2, t.pauses = {50ms}; }),
       present, Presence::yes, Verdict::holds, ""},
      {"key_stable",
       "safe_retries",
       with([](auto& t) { t.retries = 2, t.pauses = {50ms}, t.key = Key::stable; }),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"sent_again", 2}}},
      {"not_repeated",
       "safe_retries",
       with([](auto&) {}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"sent_again", 0}}},
      {"repeated_on_503_only", "safe_retries", with([](auto& t) { t.retries = 2, t.retries_ambiguous = false; }),
       present, Presence::yes, Verdict::holds, ""},
      {"without_key", "safe_retries", with([](auto& t) { t.retries = 2, t.pauses = {50ms}; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"fresh_keys", "safe_retries", with([](auto& t) { t.retries = 2, t.key = Key::fresh; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"shared_key", "safe_retries", with([](auto& t) { t.retries = 2, t.key = Key::shared; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.key-shared"},
      {"replayed_post", "safe_retries", with([](auto& t) { t.transport_replays = true; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.unsafe-retry"},
      {"rejection_retried", "safe_retries",
       with([](auto& t) { t.method = "GET", t.retries = 1, t.retries_rejections = true; }), present, Presence::no,
       Verdict::broken, "resilience.safe-retries.rejection-retried"},
      {"post_twice_by_design", "safe_retries", with([](auto& t) { t.calls_by_design = 2; }), present, Presence::yes,
       Verdict::holds, ""},
      {"nothing_sent", "safe_retries", with([](auto& t) { t.reaches_edge = false; }), present, Presence::unknown,
       Verdict::inconclusive, ""},
  };
}

}  // namespace squall::tests
