// Where a fallback answer comes from.

#include "tests/chaos/patterns/sketch.h"

namespace squall::tests {
namespace {

enum class Source {
  standing,   // the same default every time
  last,       // the last good answer
  older,      // one from before the canary
  elsewhere,  // another provider, on another edge
  unseen,     // another provider, on no edge
  counting,   // made anew each time
  sometimes,  // the last good answer, every other time
};

struct Way {
  Source source = Source::standing;
  bool shows_answer = true;        // the provider's answer is in the consumer's
  bool canary_strikes = true;      // it has a string
  bool other_in_calm_too = false;  // the other edge is used in calm as well
  bool falls_back = true;
};

// Its answer wraps the provider's; under the canary that bears the mark.
std::function<void(Sketch&)> consumer(const Way& way) {
  return [way, last = std::string("{\"p\":\"x\"}"), n = 0](Sketch& sketch) mutable {
    const bool canary = sketch.named("canary");
    sketch.call(0ms, 20ms, 200);
    const bool fails = sketch.faulted() && !canary;
    Attempt& attempt = sketch.attempt(2ms, 2ms, 503);
    Call& call = sketch.record().calls.back();
    if (!fails) {
      attempt.status = 200;
      if (canary && !way.canary_strikes) attempt.faults.clear();
      const bool marked = canary && way.canary_strikes;
      if (way.shows_answer) last = marked ? "{\"p\":\"x~squall-0\"}" : "{\"p\":\"x\"}";
      call.response.body = last;
      if (way.other_in_calm_too) sketch.elsewhere("a-c", 1ms, 1ms, 200);
      return;
    }
    attempt.from_provider = false;
    if (sketch.named("hang")) Sketch::give_up(attempt, 200ms);
    if (sketch.named("reset")) Sketch::give_up(attempt, 2ms);
    if (!way.falls_back) {
      call.status = 503;
      return;
    }
    ++n;
    if (way.source == Source::elsewhere || way.source == Source::unseen) call.response.body = "{\"p\":\"x\"}";
    if (way.source == Source::elsewhere) sketch.elsewhere("a-c", 8ms, 2ms, 200);
    if (way.source == Source::standing) call.response.body = "{\"p\":\"sorry\"}";
    if (way.source == Source::older) call.response.body = "{\"p\":\"x\"}";
    if (way.source == Source::last || (way.source == Source::sometimes && n % 2 == 0)) call.response.body = last;
    if (way.source == Source::counting) call.response.body = "{\"n\":" + std::to_string(n) + "}";
  };
}

}  // namespace

std::vector<Scene> fallback_scenes() {
  const auto told = [](const char* name, const Way& way, const char* label) {
    return Scene{name, "fallback", consumer(way), Value(true), Presence::yes, Verdict::holds, "", {}, {label}};
  };
  const auto asked = [](const char* name, const Way& way, const char* kind, Verdict verdict, const char* rule) {
    return Scene{name, "fallback", consumer(way), Value(Object{{"kind", kind}}), Presence::yes, verdict, rule};
  };
  const char* const unknown = "resilience.fallback.inconclusive";
  return {
      told("is_static", {.source = Source::standing}, "kind: static"),
      told("is_cached", {.source = Source::last}, "kind: cached"),
      told("is_another_provider", {.source = Source::elsewhere}, "kind: alternate"),
      asked("static_as_wanted", {}, "static", Verdict::holds, "resilience.fallback.holds"),
      asked("cached_and_static_wanted", {.source = Source::last}, "static", Verdict::broken,
            "resilience.fallback.kind"),
      asked("canary_does_not_show", {.shows_answer = false}, "static", Verdict::inconclusive, unknown),
      asked("no_string_to_mark", {.canary_strikes = false}, "static", Verdict::inconclusive, unknown),
      asked("an_older_copy", {.source = Source::older}, "cached", Verdict::inconclusive, unknown),
      asked("a_provider_on_no_edge", {.source = Source::unseen}, "alternate", Verdict::inconclusive, unknown),
      asked("the_other_is_asked_in_calm_too", {.source = Source::elsewhere, .other_in_calm_too = true}, "alternate",
            Verdict::inconclusive, unknown),
      asked("made_anew_each_time", {.source = Source::counting}, "static", Verdict::inconclusive, unknown),
      asked("cached_now_and_then", {.source = Source::sometimes}, "cached", Verdict::inconclusive, unknown),
      {"none_at_all", "fallback", consumer({.falls_back = false}), Value(Object{{"kind", "static"}}), Presence::no,
       Verdict::broken, "resilience.fallback.missing"},
  };
}

}  // namespace squall::tests
