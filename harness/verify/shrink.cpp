#include "harness/verify/shrink.h"

#include <algorithm>
#include <optional>

#include "harness/verify/outgoing.h"
#include "harness/verify/rebind.h"

namespace squall::harness {
namespace {

using contracts::http::Response;
using contracts::match::FreshTexts;
using contracts::match::RequestCase;
using std::chrono::steady_clock;

constexpr int most_tries = 3;  // until it comes up again
constexpr int conflict = 409;

class Shrinker {
 public:
  Shrinker(const VerifyPlan& plan, const Send& send, FoundProblem& found, const ShrinkLimits& limits)
      : plan_(plan), send_(send), found_(found), left_(limits.requests), until_(steady_clock::now() + limits.time) {
    for (const Sent& sent : found.sent) recorded_.push_back(sent.answer.response);
  }

  Shrunk run() {
    const int came_up = reproduce();
    if (over_) return *over_;
    if (came_up == 0) {
      say("did not come up again in " + std::to_string(most_tries) + " more tries");
      return Shrunk::not_again;
    }
    if (came_up > 1) {
      say("flaky: came up in 2 of " + std::to_string(came_up + 1) + " tries");
      return Shrunk::flaky;
    }
    drop_steps();
    for (std::size_t i = found_.steps.size(); i-- > 0;) simplify(i);
    if (over_) return *over_;
    return Shrunk::proved;
  }

 private:
  struct Trial {
    std::vector<Step> steps;
    std::vector<Response> recorded;
  };

  // In which try it came up again; 0: in none.
  int reproduce() {
    for (int attempt = 1; attempt <= most_tries && !over_; ++attempt) {
      if (comes_up({found_.steps, recorded_})) return attempt;
    }
    return 0;
  }

  // Those that a later one refers to stay: without them it would ask for something that is not there next time.
  void drop_steps() {
    for (std::size_t i = found_.steps.size() - 1; i-- > 0 && may_go_on();) {
      const auto needed = [&](const Step& later) {
        return refers_to(later.request.request, found_.steps[i].request.request, recorded_[i]);
      };
      const auto at = found_.steps.begin() + static_cast<std::ptrdiff_t>(i);
      if (std::any_of(at + 1, found_.steps.end(), needed)) continue;
      Trial trial{found_.steps, recorded_};
      trial.steps.erase(trial.steps.begin() + static_cast<std::ptrdiff_t>(i));
      trial.recorded.erase(trial.recorded.begin() + static_cast<std::ptrdiff_t>(i));
      comes_up(std::move(trial));
    }
  }

  void simplify(std::size_t step) {
    bool smaller = true;
    while (smaller && may_go_on()) {
      smaller = false;
      for (RequestCase& candidate : contracts::match::simpler(found_.steps[step].request)) {
        if (!may_go_on()) return;
        Trial trial{found_.steps, recorded_};
        trial.steps[step].request = std::move(candidate);
        smaller = comes_up(std::move(trial));
        if (smaller) break;
      }
    }
  }

  bool may_go_on() const { return !over_ && left_ >= found_.steps.size() && steady_clock::now() < until_; }

  // Sends it all; when the same comes of it, this is what was found. A provider may take a value only once: what it
  // refuses now for a conflict is asked again with others.
  bool comes_up(Trial trial) {
    std::vector<Response> now;
    if (attempt(trial, now)) return true;
    return (refresh(trial, now, FreshTexts::others) && attempt(trial, now)) ||
           (refresh(trial, now, FreshTexts::every) && attempt(trial, now));
  }

  // Whether anything could be refreshed.
  bool refresh(Trial& trial, const std::vector<Response>& now, FreshTexts which) {
    bool changed = false;
    for (std::size_t i = 0; i < now.size() && !over_; ++i) {
      if (now[i].status != conflict || trial.recorded[i].status == conflict) continue;
      RequestCase& request = trial.steps[i].request;
      const std::string before = request.request.body;
      const contracts::Random random(plan_.seed, "verify.shrink", found_.cause, refreshed_++);
      request = contracts::match::refreshed(request, random, which);
      changed = changed || request.request.body != before;
    }
    return changed;
  }

  bool attempt(const Trial& trial, std::vector<Response>& now) {
    std::vector<Sent> sent;
    now.clear();
    for (std::size_t i = 0; i < trial.steps.size(); ++i) {
      auto request = outgoing(plan_, trial.steps[i].request, trial.steps[i].expected);
      if (!request || ended()) return false;
      left_ -= std::min<std::size_t>(left_, 1);
      Sent one;
      one.request = rebound(*request, std::span(trial.recorded).first(i), now);
      one.answer = ask(send_, one.request);
      if (is_over(one.answer)) return false;
      now.push_back(one.answer.response);
      sent.push_back(std::move(one));
    }
    const Step& last = trial.steps.back();
    Finds finds = find_in(plan_, last.request, last.expected, last.checks, sent.back());
    const auto same = std::find_if(finds.found.begin(), finds.found.end(),
                                   [&](const FoundProblem& one) { return one.cause == found_.cause; });
    if (same == finds.found.end()) return false;
    found_.finding.message = std::move(same->finding.message);
    found_.steps = trial.steps;
    for (std::size_t i = 0; i < sent.size(); ++i) sent[i].started_ms = found_.sent.back().started_ms;
    found_.sent = std::move(sent);
    recorded_ = trial.recorded;
    return true;
  }

  bool ended() {
    if (plan_.stop.stop_requested()) over_ = Shrunk::interrupted;
    return over_.has_value();
  }
  bool is_over(const Answer& answer) {
    if (is_out_of_reach(answer)) over_ = Shrunk::out_of_reach;
    if (answer.error == chaos::CallError::cancelled) over_ = Shrunk::interrupted;
    return over_.has_value();
  }
  void say(std::string line) { found_.finding.evidence.push_back({std::nullopt, std::move(line)}); }

  const VerifyPlan& plan_;
  const Send& send_;
  FoundProblem& found_;
  std::vector<Response> recorded_;  // the answers that the steps' references come from
  std::size_t left_;                // requests
  std::uint64_t refreshed_ = 0;
  const steady_clock::time_point until_;
  std::optional<Shrunk> over_;
};

}  // namespace

Shrunk shrink(const VerifyPlan& plan, const Send& send, FoundProblem& found, const ShrinkLimits& limits) {
  if (found.steps.empty()) return Shrunk::proved;
  return Shrinker(plan, send, found, limits).run();
}

}  // namespace squall::harness
