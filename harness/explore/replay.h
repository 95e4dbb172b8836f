#pragma once
// A finding proved again from its replay file.

#include "harness/check/check.h"
#include "harness/explore/exchange_log.h"
#include "harness/explore/replay_file.h"

namespace squall::harness {

// Secrets are not in a replay file: headers of requests that the system file still has are taken from there.
ReplayFile with_headers_of(const std::vector<Entry>& known, const ReplayFile& file);

// Fails with the finding when its cause comes up in one of three tries; passes when it does not, although every fault
// was executed each time.
reports::Check replay(RunContext& context, const ReplayFile& file, const ExchangeLog& log, const std::string& check_id);

}  // namespace squall::harness
