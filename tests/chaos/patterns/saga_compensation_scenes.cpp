// Sagas without `state`: judged by the operations that undo others.

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

// A stock is reserved on another edge, then the charge on this one. Without `state`: by the operations that undo
// others.
struct Reservation {
  bool reserves = true;
  bool releases = true;
  bool release_fails = false;
  bool releases_only_failures = false;  // not when the charge is in doubt
  bool release_in_own_trace = true;
  bool releases_before = false;  // what is released belongs to another call
  bool succeeds = false;         // it charges again, and all goes well
};

std::function<void(Sketch&)> reserving(const Reservation& way) {
  return [way](Sketch& sketch) {
    const auto reservation = [&](Duration at, const char* method, int status) -> Attempt& {
      Attempt& attempt = sketch.elsewhere("a-stock", at, 2ms, status);
      attempt.method = method;
      attempt.operation =
          std::string(method) + (method == std::string("POST") ? " /reservations" : " /reservations/{id}");
      return attempt;
    };
    const bool lost = sketch.named("answer lost");
    const bool well = !sketch.faulted() || way.succeeds;
    sketch.call(10ms, 20ms, well ? 201 : 503);
    if (way.releases_before) reservation(1ms, "DELETE", 204);
    if (way.reserves) reservation(12ms, "POST", 201);
    Attempt& charge = sketch.attempt(15ms, 2ms, sketch.faulted() && !lost ? 503 : 201);
    if (lost) {
      charge.status = 0;
      charge.from_provider = false;
      charge.forwarded = charge.request_started;
    }
    if (well || !way.releases || way.releases_before || (lost && way.releases_only_failures)) return;
    Attempt& release = reservation(600ms, "DELETE", way.release_fails ? 500 : 204);
    if (way.release_in_own_trace) release.request_headers = {};
  };
}

std::vector<Scene> steps_elsewhere() {
  const std::vector<chaos::Compensation> known{{"a-stock", "POST /reservations", "DELETE /reservations/{id}"}};
  const auto scene = [&](const char* name, const Reservation& way, Presence present, Verdict verdict,
                         const char* rule = "") {
    Scene made{name, "saga", reserving(way), Value(true), present, verdict, rule};
    made.compensations = known;
    return made;
  };
  return {
      scene("releases", {}, Presence::yes, Verdict::holds),
      scene("releases_in_the_same_trace", {.release_in_own_trace = false}, Presence::yes, Verdict::holds),
      scene("keeps_reservations", {.releases = false}, Presence::no, Verdict::broken,
            "resilience.saga.not-compensated"),
      scene("release_fails", {.release_fails = true}, Presence::no, Verdict::broken, "resilience.saga.not-compensated"),
      scene("keeps_what_is_in_doubt", {.releases_only_failures = true}, Presence::no, Verdict::broken,
            "resilience.saga.ambiguous-step-left"),
      scene("released_before_it_reserved", {.releases_before = true}, Presence::no, Verdict::broken,
            "resilience.saga.not-compensated"),
      scene("nothing_reserved", {.reserves = false}, Presence::unknown, Verdict::inconclusive),
      scene("all_goes_well", {.succeeds = true}, Presence::unknown, Verdict::inconclusive),
  };
}

// The step on this edge itself is what is in doubt.
std::vector<Scene> doubts_here() {
  const std::vector<chaos::Compensation> known{{"a-b", "POST /charges", "POST /refunds"}};
  const auto consumer = [](int refund) {
    return [refund](Sketch& sketch) {
      const bool lost = sketch.named("answer lost"), undoing = sketch.named("undoing fails");
      sketch.call(10ms, 20ms, sketch.faulted() ? 503 : 201);
      Attempt& charge = sketch.attempt(15ms, 2ms, sketch.named("fails") ? 503 : 201);
      charge.from_provider = !sketch.faulted();
      if (!lost && !undoing) return;
      charge.status = 0;
      charge.forwarded = charge.request_started;
      Attempt& undone = sketch.attempt(600ms, 2ms, refund);
      undone.operation = "POST /refunds";
      undone.faults.clear();
      undone.request_headers = {};
    };
  };
  std::vector<Scene> scenes{
      {"doubt_is_undone", "saga", consumer(200), Value(true), Presence::yes, Verdict::holds},
      {"nothing_to_undo", "saga", consumer(404), Value(true), Presence::yes, Verdict::holds},
      {"doubt_stays", "saga", consumer(500), Value(true), Presence::no, Verdict::broken,
       "resilience.saga.ambiguous-step-left"},
  };
  for (Scene& scene : scenes) scene.compensations = known;
  return scenes;
}

}  // namespace

std::vector<Scene> saga_compensation_scenes() {
  std::vector<Scene> scenes = steps_elsewhere();
  for (Scene& scene : doubts_here()) scenes.push_back(std::move(scene));
  return scenes;
}

}  // namespace squall::tests
