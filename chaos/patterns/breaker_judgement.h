#pragma once
// A measured breaker against what is expected of it.

#include "chaos/patterns/pattern.h"

namespace squall::chaos {

Judgement judge_breaker(const Measurement& m, const contracts::Value& expectation);

}  // namespace squall::chaos
