#pragma once
// What a contract says of resilience: the extensions `x-squall-*` of an operation, or of its path or the whole contract
// as the default of every operation below (specification extensions: OAS 3.0.4, section 4.9).
//
//   x-squall-timeout: 800ms                       callers stop waiting for an answer within this
//   x-squall-retry: 2, or {at_most: 2, ...}       callers send it again so often at most, and how
//   x-squall-idempotency-key: X-Request-Key       the header that stays the same over all attempts of one call
//   x-squall-compensated-by: cancelReservation, or {operation: cancelReservation, within: 2s}
//                                                 the operation of the same contract that undoes it, and how soon

#include <cstdint>
#include <optional>
#include <string>

#include "contracts/core/error.h"
#include "contracts/core/units.h"

namespace squall::contracts::openapi {

struct TimeoutClause {
  Duration at_most{0};
  Location location;
};

struct RetryClause {
  std::uint64_t at_most = 0;  // after the first attempt
  std::string backoff;        // "constant", "linear", "exponential", "none"; "" where it does not say
  bool only_idempotent = false;
  std::optional<bool> honours_retry_after;
  Location location;
};

struct IdempotencyKeyClause {
  std::string header;
  Location location;
};

struct CompensatedByClause {
  std::string operation;  // Operation::name(), of the same contract
  std::optional<Duration> within;
  Location location;
};

// Of an operation, its own before its path's before the contract's.
struct ResilienceClauses {
  std::optional<TimeoutClause> timeout;
  std::optional<RetryClause> retry;
  std::optional<IdempotencyKeyClause> idempotency_key;
  std::optional<CompensatedByClause> compensated_by;
};

}  // namespace squall::contracts::openapi
