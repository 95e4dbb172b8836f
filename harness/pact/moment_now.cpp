#include "harness/pact/moment_now.h"

#include <chrono>

namespace squall::harness {

contracts::pact::Moment moment_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
  return {seconds.count(), static_cast<std::uint32_t>(std::chrono::nanoseconds(since - seconds).count())};
}

}  // namespace squall::harness
