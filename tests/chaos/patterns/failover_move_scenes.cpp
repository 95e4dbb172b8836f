// A replica's address moves, or it sits out for longer than a mode is watched.

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

struct Resolver {
  Duration asks_again_after{1s};   // 1h: never
  bool keeps_connections = false;  // made before the move, and used on
  Duration connection_lives{1h};
};

// Every other call goes to the replica that moves, as long as its address is thought to be right.
std::function<void(Sketch&)> following(const Resolver& resolver) {
  return [resolver](Sketch& sketch) {
    const bool moved = sketch.named("move");
    if (moved) sketch.move_name("a-b");
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = n * sketch.phase().every;
      const bool connected = resolver.keeps_connections && at < resolver.connection_lives;
      const bool old_used = !moved || at < resolver.asks_again_after || connected;
      sketch.call(at, 5ms, 201);
      if (!old_used || n % 2 == 1) {
        sketch.elsewhere("a-c", at + 1ms, 2ms);
        continue;
      }
      Attempt& attempt = sketch.attempt(at + 1ms, 2ms);
      attempt.faults.clear();
      if (!resolver.keeps_connections) continue;
      attempt.connected = sketch.from() - 5s;
      attempt.ordinal = 7;
    }
  };
}

// Left out for so long after its second failure, whatever the phase.
std::function<void(Sketch&)> ejecting(Duration sits_out) {
  return [sits_out, out_until = Instant{}, struck = 0](Sketch& sketch) mutable {
    const bool gray = sketch.faulted();
    if (sketch.named("baseline")) out_until = Instant{}, struck = 0;
    for (std::size_t n = 0; n < sketch.phase().calls; ++n) {
      const Duration at = n * sketch.phase().every;
      const bool out = sketch.from() + at < out_until;
      sketch.call(at, 5ms, 201);
      if (out || n % 2 == 1) {
        sketch.elsewhere("a-c", at + 1ms, 2ms);
        continue;
      }
      Attempt& attempt = sketch.attempt(at + 1ms, 2ms, gray ? 503 : 201);
      if (!gray) attempt.faults.clear();
      if (gray) sketch.elsewhere("a-c", at + 3ms, 1ms);
      if (gray && ++struck % 2 == 0) out_until = sketch.from() + at + 3ms + sits_out;
    }
  };
}

}  // namespace

std::vector<Scene> failover_move_scenes() {
  using Labels = std::vector<std::string>;
  const std::vector<std::string> replicas{"a-b", "a-c"};
  const Value timed(Object{{"on", "move"}, {"within", "2s"}}), any(Object{{"on", "move"}}),
      gray(Object{{"on", "gray"}});
  const auto moving = [&](const char* name, const Resolver& resolver, const Value& expectation, Presence present,
                          Verdict verdict, const char* rule, Labels labels = {}) {
    Scene scene{name, "failover", following(resolver), expectation, present, verdict, rule, {}, std::move(labels)};
    scene.replicas = replicas;
    scene.moves = true;
    return scene;
  };
  const auto sitting = [&](const char* name, Duration sits_out,
                           std::vector<std::pair<std::string, double>> quantities) {
    Scene scene{name, "failover", ejecting(sits_out), gray, Presence::yes, Verdict::holds, "", std::move(quantities)};
    scene.replicas = replicas;
    return scene;
  };
  const char* const late = "resilience.failover.late";
  const char* const old = "resilience.failover.old-address";
  std::vector<Scene> scenes{
      moving("follows_its_name", {}, timed, Presence::yes, Verdict::holds, ""),
      moving("follows_its_name_late", {.asks_again_after = 2200ms}, timed, Presence::yes, Verdict::broken, late),
      // DNS caching: connections are made to the old address to the end.
      moving("never_asks_again", {.asks_again_after = 1h}, timed, Presence::no, Verdict::broken, old,
             {"keeps the old address"}),
      // Keep-alive: it knows the new address, and does not use it.
      moving("keeps_its_connections", {.keeps_connections = true}, any, Presence::no, Verdict::broken, old,
             {"keeps connections to the old address"}),
      moving("lets_go_of_its_connections", {.keeps_connections = true, .connection_lives = 1600ms}, timed,
             Presence::yes, Verdict::holds, "", {"keeps connections to the old address"}),
      sitting("sits_out_for_ten_seconds", 10s, {{"ejected_for_gray", 10'000}, {"ejected_after_gray", 2}}),
      sitting("sits_out_beyond_the_watch", 1h, {{"ejected_after_gray", 2}}),
  };
  scenes.front().quantities = {{"left_after_move", 960}, {"last_connection_after_move", 960}};
  scenes.back().labels = {"not tried again within 38.1 s: gray"};
  Scene nameless = moving("no_name_leads_there", {}, timed, Presence::unknown, Verdict::inconclusive, "");
  nameless.moves = false;
  scenes.push_back(nameless);
  return scenes;
}

}  // namespace squall::tests
