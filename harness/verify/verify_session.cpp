#include "harness/verify/verify_session.h"

#include <algorithm>

#include "harness/check/finding_builder.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/outgoing.h"
#include "harness/verify/rebind.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;

constexpr std::size_t most_creations = 16;  // that a session remembers outside a sequence
constexpr std::size_t most_needed = 4;      // before one request

Answer not_sent() {
  Answer answer;
  answer.error = chaos::CallError::cancelled;
  return answer;
}

// A finding keeps no more of a body than it shows.
Sent kept(const Sent& sent) {
  Sent copy{sent.request, {}, sent.started_ms};
  copy.answer.response.status = sent.answer.response.status;
  copy.answer.response.reason = sent.answer.response.reason;
  copy.answer.response.headers = sent.answer.response.headers;
  copy.answer.response.body = sent.answer.response.body.substr(0, reports::max_exchange_body + 1);
  copy.answer.error = sent.answer.error;
  copy.answer.error_text = sent.answer.error_text;
  copy.answer.duration = sent.answer.duration;
  copy.answer.truncated = sent.answer.truncated;
  return copy;
}

}  // namespace

bool VerifySession::stopped() const {
  return exerciser_.stopped();
}

const Answer& VerifySession::exercise(const RequestCase& request, Expected expected, const Checks& checks) {
  const VerifyPlan& plan = exerciser_.plan();
  last_.answer = not_sent();
  if (stopped() || exerciser_.is_silent(*request.operation)) return last_.answer;
  auto sent = outgoing(plan, request, expected);
  if (!sent) return last_.answer;
  last_.request = std::move(*sent);
  last_.started_ms = exerciser_.elapsed_ms();
  last_.answer = ask(worker_.send, last_.request);
  const Answer& answer = last_.answer;
  if (answer.error == chaos::CallError::cancelled) return answer;
  if (answer.unsendable) {
    record_.cannot_make.emplace_back(request.operation, answer.error_text);
    return last_.answer = not_sent();
  }
  if (is_out_of_reach(answer)) {
    exerciser_.give_up(answer.error_text);
    return answer;
  }
  exerciser_.note_time(*request.operation, answer);
  ++record_.requests;
  Finds finds = find_in(plan, request, expected, checks, last_, &worker_.tally.branches(*request.operation));
  worker_.tally.count(request, expected, answer, finds.judgement);
  if (answer.error == chaos::CallError::none) record_.learned.learn(*request.operation, answer.response);
  if (in_sequence_) remember(request, expected, checks);
  for (FoundProblem& found : finds.found) note(std::move(found), request, expected, checks);
  const bool made = request.operation->method == "POST" && finds.judgement.succeeded;
  if (made && !in_sequence_ && plan.shrink) {
    auto& creations = record_.creations;
    if (creations.size() == most_creations) creations.erase(creations.begin());
    creations.push_back({{request, expected, checks}, kept(last_)});
  }
  return answer;
}

void VerifySession::remember(const RequestCase& request, Expected expected, const Checks& checks) {
  steps_.push_back({request, expected, checks});
  sent_.push_back(kept(last_));
}

void VerifySession::note(FoundProblem found, const RequestCase& request, Expected expected, const Checks& checks) {
  if (worker_.told.insert(found.finding.id).second) {
    if (in_sequence_) {
      found.steps = steps_;
      found.sent = sent_;
    } else {
      add_creations(found, request);
      found.steps.push_back(Step{request, expected, checks});
      found.sent.push_back(kept(last_));
    }
  }
  record_.found.push_back(std::move(found));
}

// The things that the request is about were made by earlier requests: without those it cannot be sent again.
void VerifySession::add_creations(FoundProblem& found, const RequestCase& request) const {
  std::vector<const Creation*> needed;  // the last one first
  const auto look_in = [&](const std::vector<Creation>& creations) {
    for (auto creation = creations.rbegin(); creation != creations.rend() && needed.size() < most_needed; ++creation) {
      const auto& asked = creation->step.request.request;
      const auto& answer = creation->sent.answer.response;
      if (refers_to(request.request, asked, answer) ||
          std::any_of(needed.begin(), needed.end(),
                      [&](const Creation* later) { return refers_to(later->step.request.request, asked, answer); })) {
        needed.push_back(&*creation);
      }
    }
  };
  look_in(record_.creations);
  if (needed.empty() && request.operation->path.find('{') != std::string::npos) look_in(exerciser_.creations());
  for (auto creation = needed.rbegin(); creation != needed.rend(); ++creation) {
    found.steps.push_back((*creation)->step);
    found.sent.push_back((*creation)->sent);
  }
}

void VerifySession::begin_sequence() {
  in_sequence_ = true;
  steps_.clear();
  sent_.clear();
}

void VerifySession::cannot_make(const contracts::openapi::Operation& operation, const contracts::Error& why) {
  record_.cannot_make.emplace_back(&operation, to_string(why));
}

void VerifySession::report(reports::Finding finding) {
  FoundProblem found;
  if (finding.id.empty()) finding.id = finding_id(finding.rule, finding.operation, finding.location, finding.edge);
  if (finding.exchanges.empty()) {
    if (in_sequence_) {
      found.sent = sent_;
    } else if (last_.answer.error != chaos::CallError::cancelled) {
      found.sent = {kept(last_)};
    }
  }
  found.finding = std::move(finding);
  record_.found.push_back(std::move(found));
}

}  // namespace squall::harness
