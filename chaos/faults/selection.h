#pragma once
// Selection: whom a fault strikes. Seeded by what a request is, never by when it came, so the thread count cannot
// change who is hit. Not promised: "first n" and "every nth" under concurrency fix how many, not who; and what a time
// window holds.

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chaos/faults/fault_spec.h"
#include "chaos/faults/matching.h"
#include "contracts/core/random.h"

namespace squall::chaos {

// Edge, and W3C trace id with operation (or method and path when it is unknown); without a traceparent: method, target
// and body. The span id does not count: every attempt may have its own.
std::string identity_of(const Subject& subject);
// The 32 hex digits of a traceparent value (W3C Trace Context, section 3.2), or "".
std::string_view trace_id_of(std::string_view traceparent);
// It is on: the time since it was added is between `after` and the end of `lasts`.
bool is_on(const FaultSpec& spec, std::chrono::nanoseconds since_added);

class Selection {
 public:
  Selection(const FaultSpec& spec, std::uint64_t seed);
  // The stream that fault draws from for this subject; nullopt when it is not struck. Counts the subject's occurrence:
  // ask once for each subject. Precondition: matches(spec.match, subject).
  std::optional<contracts::Random> choose(const std::string& identity);
  // The same where the occurrence is known. `first` and `every` count each series for itself.
  enum class Series { one, other };
  std::optional<contracts::Random> choose(const std::string& identity, std::uint64_t occurrence, Series series);

 private:
  bool is_due(Series series);  // by `first` and `every`
  std::uint64_t occurrence_of(const std::string& identity);

  const std::string domain_;
  const double share_;
  const std::optional<std::uint64_t> first_, every_;
  const std::uint64_t seed_;
  std::array<std::atomic<std::uint64_t>, 2> matched_{};
  std::mutex mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> seen_;  // by hash of the identity; bounded
};

}  // namespace squall::chaos
