#include "harness/verify/verify_session.h"

#include <algorithm>

#include "harness/check/finding_builder.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/outgoing.h"
#include "harness/verify/rebind.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;

constexpr std::size_t most_creations = 16;  // that are remembered outside a sequence

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
  if (stopped()) return last_.answer;
  auto sent = outgoing(plan, request, expected);
  if (!sent) return last_.answer;
  last_.request = std::move(*sent);
  last_.started_ms = exerciser_.elapsed_ms();
  last_.answer = worker_.send(last_.request);
  const Answer& answer = last_.answer;
  if (answer.error == chaos::CallError::cancelled) return answer;
  if (answer.error == chaos::CallError::refused) {
    exerciser_.give_up(answer.error_text);
    return answer;
  }
  ++record_.requests;
  Finds finds = find_in(plan, request, expected, checks, last_);
  worker_.tally.count(request, expected, answer, finds.judgement);
  if (answer.error == chaos::CallError::none) record_.learned.learn(*request.operation, answer.response);
  if (in_sequence_) remember(request, expected, checks);
  for (FoundProblem& found : finds.found) note(std::move(found), request, expected, checks);
  const bool made = request.operation->method == "POST" && finds.judgement.succeeded;
  if (made && !in_sequence_ && plan.shrink) {
    if (steps_.size() == most_creations) {
      steps_.erase(steps_.begin());
      sent_.erase(sent_.begin());
    }
    remember(request, expected, checks);
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
  std::vector<std::size_t> needed;  // the last one first
  for (std::size_t i = steps_.size(); i-- > 0;) {
    const auto& asked = steps_[i].request.request;
    const auto& made = sent_[i].answer.response;
    const bool is_needed =
        refers_to(request.request, asked, made) || std::any_of(needed.begin(), needed.end(), [&](std::size_t later) {
          return refers_to(steps_[later].request.request, asked, made);
        });
    if (is_needed) needed.push_back(i);
  }
  for (auto i = needed.rbegin(); i != needed.rend(); ++i) {
    found.steps.push_back(steps_[*i]);
    found.sent.push_back(sent_[*i]);
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
