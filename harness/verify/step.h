#pragma once
// One request of a verification with what is expected of its answer, and the exchange it became.

#include <functional>
#include <vector>

#include "contracts/http/message.h"
#include "contracts/match/message_generator.h"
#include "harness/traffic/client.h"
#include "harness/verify/expected.h"
#include "harness/verify/judge.h"

namespace squall::harness {

// What a phase asks of an answer beside the contract.
struct Checks {
  // Adds problems or takes them away. Pure: it is asked again for every smaller request that is tried. May be empty.
  std::function<void(const Answer&, Judgement&)> also;
};

struct Step {
  contracts::match::RequestCase request;
  Expected expected = Expected::success;
  Checks checks;
};

struct Sent {
  contracts::http::Request request;  // as it went out
  Answer answer;
  double started_ms = 0;  // from the check's start
};

}  // namespace squall::harness
