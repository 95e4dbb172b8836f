#include "harness/verify/await_service.h"

#include "contracts/core/units.h"

namespace squall::harness {

namespace {

constexpr std::chrono::milliseconds pause{100};

bool is_up(const Answer& answer) {
  const int status = answer.response.status;
  return answer.error == chaos::CallError::none && (status < 502 || status > 504);
}

}  // namespace

contracts::Status await_service(const std::function<Answer()>& ask, std::chrono::nanoseconds patience,
                                const Clock& clock, const std::stop_token& stop) {
  const Clock::Time end = clock.now() + patience;
  for (;;) {
    const Answer answer = ask();
    if (is_up(answer)) return {};
    if (stop.stop_requested()) {
      return contracts::fail(contracts::ErrorKind::unavailable, "interrupted while waiting for the service");
    }
    if (clock.now() + pause > end) {
      const std::string seen = answer.error == chaos::CallError::none
                                   ? "it answers " + std::to_string(answer.response.status)
                                   : answer.error_text;
      return contracts::fail(contracts::ErrorKind::unavailable,
                             "the service did not answer within " + contracts::format_duration(patience) + ": " + seen);
    }
    clock.sleep_until(clock.now() + pause, stop);
  }
}

}  // namespace squall::harness
