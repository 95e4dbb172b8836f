#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Receiver {
  bool remembers = true;         // later and at-once duplicates
  bool locks = true;             // duplicates that come meanwhile
  bool keys_downstream = true;   // asks its provider with one key
  bool forgets_answers = false;  // duplicates are answered 500
  bool idempotent_only = false;  // nothing but PUT crosses the edge
  bool writes_only = false;      // the effect is in a database of its own, for each delivery
  bool fails = false;            // nothing goes well
  int meanwhile_status = 409;
  int read_back = 1;  // what one delivery adds to the value read back
};

std::function<void(Sketch&)> consumer(const Receiver& receiver) {
  return [receiver, total = 0](Sketch& sketch) mutable {
    const bool meanwhile = sketch.named("meanwhile"), lost = sketch.named("answer-lost");
    sketch.record().before = {std::to_string(total)};
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = meanwhile ? n * 1ms : n * std::max<Duration>(20ms, sketch.phase().every);
      const bool first = n == 0;
      const bool again = !first && (meanwhile ? !receiver.locks : !receiver.remembers);
      int status = first || again || receiver.remembers ? 201 : 409;
      if (!first && meanwhile && receiver.locks) status = receiver.meanwhile_status;
      if (!first && receiver.forgets_answers) status = 500;
      if (receiver.fails) status = 503;
      const Call& call = sketch.call(at, meanwhile && first ? sketch.held() + 5ms : 5ms, status);
      if (!first && !again) {
        if (receiver.writes_only) total += receiver.read_back;
        continue;
      }
      total += receiver.read_back;
      const std::size_t sent = lost && first ? 2 : 1;
      for (std::size_t i = 0; i < sent; ++i) {
        Attempt& attempt = sketch.attempt(at + 1ms + i * 1ms, 2ms);
        if (receiver.idempotent_only) attempt.method = "PUT";
        if (lost && (i > 0 || !first)) attempt.faults.clear();
        if (receiver.keys_downstream)
          attempt.request_headers.add("Idempotency-Key", "order-" + std::to_string(call.id));
        else
          attempt.request_headers.add("Idempotency-Key", "order-" + std::to_string(attempt.id));
      }
    }
    sketch.record().after = {std::to_string(total)};
  };
}

}  // namespace

std::vector<Scene> idempotent_consumer_scenes() {
  const Value present(true);
  const auto broken = [](const char* name, const Receiver& receiver, const char* rule) {
    return Scene{
        name,  "idempotent_consumer", consumer(receiver), Value(true), Presence::no, Verdict::broken, rule, {}, {},
        {rule}};
  };
  const char* repeated = "resilience.idempotent-consumer.repeated-effect";
  return {
      {"remembers",
       "idempotent_consumer",
       consumer({}),
       present,
       Presence::yes,
       Verdict::holds,
       "",
       {{"deliveries", 12}}},
      {"same_answer_meanwhile", "idempotent_consumer", consumer({.meanwhile_status = 201}), present, Presence::yes,
       Verdict::holds},
      broken("forgets", {.remembers = false, .locks = false}, repeated),
      broken("forgets_what_is_not_over", {.locks = false}, repeated),
      broken("a_new_key_for_each_attempt", {.keys_downstream = false}, repeated),
      broken("answers_differ", {.forgets_answers = true}, "resilience.idempotent-consumer.answers-differ"),
      broken("writes_each_time", {.writes_only = true}, repeated),
      {"nothing_to_see", "idempotent_consumer", consumer({.idempotent_only = true, .fails = true, .read_back = 0}),
       present, Presence::unknown, Verdict::inconclusive},
  };
}

}  // namespace squall::tests
