#include <utility>

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Orders {
  bool undoes_failures = true;
  bool undoes_doubts = true;  // the step was done, its answer was lost
  bool tries_undoing_again = true;
  bool late = false;  // a failure is undone only when the next stimulus is under way
  bool undoes_twice = false;
  bool repeats = false;  // a step whose answer was lost is sent again, and goes well
  bool changes_anything = true;
  bool readable = true;
};

std::function<void(Sketch&)> consumer(const Orders& orders) {
  return [orders, reserved = 7, owed = 0](Sketch& sketch) mutable {
    const bool fails = sketch.named("fails"), lost = sketch.named("answer lost"),
               undoing = sketch.named("undoing fails");
    const auto value = [&] { return orders.readable ? std::to_string(reserved) : std::string(); };
    sketch.record().before = {value()};
    const bool well = !sketch.faulted() || (lost && orders.repeats);
    sketch.call(0ms, 20ms, well ? 201 : 503);
    Attempt& charge = sketch.attempt(2ms, 2ms, fails ? 503 : 201);
    if (lost && orders.repeats) sketch.attempt(5ms, 2ms).faults.clear();
    bool undone = well;
    if (!well) {
      undone = fails ? orders.undoes_failures : orders.undoes_doubts && (!undoing || orders.tries_undoing_again);
      const std::size_t refunds = fails                   ? 0
                                  : !orders.undoes_doubts ? 0
                                  : undoing               ? (orders.tries_undoing_again ? 3 : 1)
                                                          : 1;
      for (std::size_t n = 0; n < refunds; ++n) {
        Attempt& refund = sketch.attempt(500ms + n * 1s, 2ms, undoing && n < 2 ? 503 : 200);
        refund.operation = "POST /refunds";
        refund.target = "/refunds";
        refund.request_headers = {};
        if (!undoing || n >= 2) refund.faults.clear();
      }
    }
    static_cast<void>(charge);
    if (orders.changes_anything && (well || !undone)) ++reserved;
    if (sketch.named("baseline")) owed = 0;
    const int left = orders.late && fails ? 1 : 0;
    reserved += left - std::exchange(owed, left);
    if (orders.undoes_twice && !well) --reserved;
    sketch.record().after = {value()};
  };
}

// Two steps; only a doubt about the first is undone, the second is done again until it went well.
std::function<void(Sketch&)> two_steps(bool tries_undoing_again) {
  return [tries_undoing_again, reserved = 7, owed = false](Sketch& sketch) mutable {
    const bool first_lost = sketch.named("answer lost: POST") || sketch.named("undoing fails");
    const bool first_fails = sketch.named("fails: POST");
    const bool second = sketch.faulted() && !first_lost && !first_fails;
    if (owed && sketch.phase().quiet_before > 0ms) owed = false;  // it had the time for it
    sketch.record().before = {std::to_string(reserved)};
    sketch.call(0ms, 20ms, first_lost || first_fails ? 503 : 201);
    sketch.attempt(2ms, 2ms, first_fails ? 503 : 201);
    if (second) sketch.record().attempts.back().faults.clear();
    bool undone = true;
    if (!first_lost && !first_fails) {
      Attempt& confirm = sketch.attempt(5ms, 2ms, second ? 503 : 200);
      confirm.method = "PUT";
      confirm.operation = "PUT /charges/{id}/capture";
      if (second) {
        Attempt& again = sketch.attempt(1s, 2ms, 503);
        again.method = "PUT";
        again.operation = "PUT /charges/{id}/capture";
        owed = true;
      }
    }
    if (first_lost) {
      const bool fails = sketch.named("undoing");
      undone = !fails || tries_undoing_again;
      for (std::size_t n = 0; n < (fails && undone ? 3u : 1u); ++n) {
        Attempt& undoing = sketch.attempt(500ms + n * 1s, 2ms, fails && n < 2 ? 503 : 204);
        undoing.method = "DELETE";
        undoing.operation = "DELETE /charges/{id}";
        if (!fails || n >= 2) undoing.faults.clear();
      }
    }
    const bool well = !first_lost && !first_fails;
    if (well || !undone) ++reserved;
    if (owed && first_lost) ++reserved;  // what an earlier phase left behind comes in between
    sketch.record().after = {std::to_string(reserved)};
  };
}

}  // namespace

std::vector<Scene> saga_scenes() {
  const Value state(
      Object{{"state", contracts::Array{Value(
                           Object{{"service", "inventory"}, {"probe", "GET /stock/abc"}, {"pointer", "/reserved"}})}}});
  const auto broken = [&](const char* name, const Orders& orders, const char* rule) {
    return Scene{name, "saga", consumer(orders), state, Presence::no, Verdict::broken, rule, {}, {}, {rule}};
  };
  return {
      {"undoes_all", "saga", consumer({}), state, Presence::yes, Verdict::holds, "", {{"failures_tried", 3}}},
      {"repeats_and_succeeds", "saga", consumer({.repeats = true}), state, Presence::yes, Verdict::holds},
      {"absent",
       "saga",
       consumer({.undoes_failures = false, .undoes_doubts = false}),
       state,
       Presence::no,
       Verdict::broken,
       "resilience.saga.not-compensated",
       {},
       {},
       {"resilience.saga.not-compensated", "resilience.saga.ambiguous-step-left"}},
      broken("leaves_what_is_in_doubt", {.undoes_doubts = false}, "resilience.saga.ambiguous-step-left"),
      broken("undoes_once_only", {.tries_undoing_again = false}, "resilience.saga.undoing-not-retried"),
      {"two_steps", "saga", two_steps(true), state, Presence::yes, Verdict::holds, "", {{"failures_tried", 5}}},
      {"undoes_the_first_of_two_once_only", "saga", two_steps(false), state, Presence::no, Verdict::broken,
       "resilience.saga.undoing-not-retried"},
      {"undoes_too_late",
       "saga",
       consumer({.late = true}),
       state,
       Presence::no,
       Verdict::broken,
       "resilience.saga.not-compensated",
       {},
       {},
       {"resilience.saga.not-compensated"}},
      broken("undoes_twice", {.undoes_twice = true}, "resilience.saga.not-compensated"),
      {"nothing_changes", "saga", consumer({.changes_anything = false}), state, Presence::unknown,
       Verdict::inconclusive},
      {"not_readable", "saga", consumer({.readable = false}), state, Presence::unknown, Verdict::inconclusive},
  };
}

}  // namespace squall::tests
