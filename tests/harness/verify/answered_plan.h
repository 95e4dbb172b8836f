#pragma once
// A verification whose provider is a function.

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "harness/verify/verify.h"

namespace squall::tests {

using Answering = std::function<harness::Answer(const contracts::http::Request&)>;

// The function is called from as many threads as the plan has workers.
inline harness::VerifyPlan answered_plan(std::shared_ptr<const contracts::match::Router> router, Answering answering) {
  harness::VerifyPlan plan;
  plan.service = "service";
  plan.router = std::move(router);
  plan.base_url = "http://127.0.0.1:1";
  plan.connect = [answering = std::move(answering)]() -> harness::Send { return answering; };
  return plan;
}

// JSON, or a problem in JSON from 400 on; without a type when the body is empty.
inline harness::Answer json_answer(int status, std::string body) {
  harness::Answer answer;
  answer.response.status = status;
  if (!body.empty())
    answer.response.headers.add("Content-Type", status < 400 ? "application/json" : "application/problem+json");
  answer.response.body = std::move(body);
  return answer;
}

}  // namespace squall::tests
