#pragma once
// What a stub sent by itself, as JSON.

#include "contracts/core/value.h"
#include "harness/stub_callbacks/sent_log.h"

namespace squall::harness {

contracts::Value to_value(const SentCall& call);
// An array, in the order in which they ended.
contracts::Value to_value(const SentLog::Calls& calls);

}  // namespace squall::harness
