#pragma once
// A stub that remembers what it is told, as one of its responders.

#include <memory>

#include "harness/stub/responder.h"
#include "harness/stub_state/state_answers.h"

namespace squall::harness {

// Answers from the state, and notes what became of it ("state: made /orders/7"). What departs from the contract
// changes nothing, and neither does what asks for a certain answer of the contract's: by Prefer, and by `?__code` and
// the like where the stub takes preferences `in_query` (AnswerOptions).
Responder remembering(std::shared_ptr<StateAnswers> state, bool in_query = true);

}  // namespace squall::harness
