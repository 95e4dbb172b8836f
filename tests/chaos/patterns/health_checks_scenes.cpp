#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Health {
  Duration turns_after{500ms};  // 1h: never
  Duration returns_after{300ms};
  bool liveness_follows = false;
  bool asked = true;
  bool never_ready = false;
};

std::function<void(Sketch&)> consumer(const Health& health) {
  return [health](Sketch& sketch) {
    calm(sketch);
    const Duration lasts = sketch.record().to - sketch.from();
    for (Duration at{0}; health.asked && at < lasts; at += 20ms) {
      const bool down = sketch.faulted()
                            ? at >= health.turns_after
                            : sketch.named("healed") && health.turns_after < 1h && at < health.returns_after;
      sketch.beside("readiness", at, 1ms, down || health.never_ready ? 503 : 200);
      sketch.beside("liveness", at, 1ms, down && health.liveness_follows ? 503 : 200);
    }
  };
}

}  // namespace

std::vector<Scene> health_checks_scenes() {
  const Value asked(Object{{"readiness", "GET /ready"}, {"liveness", "GET /health"}});
  const Value timed(Object{{"readiness", "GET /ready"}, {"liveness", "GET /health"}, {"within", "1s"}});
  return {
      {"follows",
       "health_checks",
       consumer({}),
       timed,
       Presence::yes,
       Verdict::holds,
       "",
       {{"turns_after", 500}, {"returns_after", 300}}},
      {"absent", "health_checks", consumer({.turns_after = 1h}), asked, Presence::no, Verdict::broken,
       "resilience.health-checks.readiness-blind"},
      {"late", "health_checks", consumer({.turns_after = 1300ms}), timed, Presence::yes, Verdict::broken,
       "resilience.health-checks.late"},
      {"never_returns", "health_checks", consumer({.returns_after = 1h}), asked, Presence::no, Verdict::broken,
       "resilience.health-checks.no-return"},
      {"liveness_follows_too", "health_checks", consumer({.liveness_follows = true}), asked, Presence::no,
       Verdict::broken, "resilience.health-checks.liveness-fails"},
      {"not_asked", "health_checks", consumer({.asked = false}), asked, Presence::unknown, Verdict::inconclusive},
      {"not_ready_in_calm", "health_checks", consumer({.never_ready = true}), asked, Presence::unknown,
       Verdict::inconclusive},
  };
}

}  // namespace squall::tests
