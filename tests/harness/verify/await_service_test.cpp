#include "harness/verify/await_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/verify/test_clock.h"

namespace squall::tests {
namespace {
using namespace harness;
using namespace std::chrono_literals;

// Nothing listens until `up_at`, then each of `statuses` is answered, the last one for ever.
struct Service {
  TestClock& clock;
  std::chrono::nanoseconds up_at;
  std::vector<int> statuses;
  std::size_t asked = 0;

  Answer answer() {
    Answer answer;
    ++asked;
    if (clock.now() < up_at) {
      answer.error = chaos::CallError::refused;
      answer.error_text = "connection refused by 127.0.0.1:1";
      return answer;
    }
    answer.response.status = statuses.front();
    if (statuses.size() > 1) statuses.erase(statuses.begin());
    return answer;
  }
};

TEST(AwaitService, WaitsUntilThereIsAnAnswer) {
  TestClock clock;
  Service service{clock, 2s, {503, 404}};
  EXPECT_TRUE(await_service([&] { return service.answer(); }, 30s, clock.clock(), {}));
  EXPECT_EQ(clock.now(), 2100ms) << "a gateway's 503 is no answer, a 404 is";
}

TEST(AwaitService, SaysWhatItSawLast) {
  TestClock clock;
  Service absent{clock, 1h, {200}};
  const auto refused = await_service([&] { return absent.answer(); }, 3s, clock.clock(), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message, "the service did not answer within 3s: connection refused by 127.0.0.1:1");
  EXPECT_EQ(clock.now(), 3s);
  Service behind{clock, 0s, {502}};
  const auto bad = await_service([&] { return behind.answer(); }, 1s, clock.clock(), {});
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().message, "the service did not answer within 1s: it answers 502");
}

TEST(AwaitService, EndsWhenItIsStopped) {
  TestClock clock;
  std::stop_source stop;
  stop.request_stop();
  Service absent{clock, 1h, {200}};
  EXPECT_FALSE(await_service([&] { return absent.answer(); }, 1h, clock.clock(), stop.get_token()));
  EXPECT_EQ(absent.asked, 1u);
}

}  // namespace
}  // namespace squall::tests
