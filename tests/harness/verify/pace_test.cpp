#include "harness/verify/pace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/verify/retry_after.h"
#include "tests/harness/verify/test_clock.h"

namespace squall::tests {
namespace {
using namespace harness;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::chrono::sys_seconds rfc_time{784111777s};  // Sun, 06 Nov 1994 08:49:37 GMT

TEST(RetryAfter, IsSecondsOrADateInAnyForm) {
  struct Row {
    const char* text;
    std::optional<std::chrono::seconds> wait;
  };
  const Row rows[] = {
      {"120", 120s},
      {" 0 ", 0s},
      {"99999999999999999999", std::chrono::seconds::max()},
      {"Sun, 06 Nov 1994 08:49:37 GMT", 0s},
      {"Sun, 06 Nov 1994 08:50:37 GMT", 60s},
      {"Sunday, 06-Nov-94 08:50:37 GMT", 60s},
      {"Sun Nov  6 08:50:37 1994", 60s},
      {"Mon, 07 Nov 1994 08:49:37 GMT", 86400s},
      {"Sat, 05 Nov 1994 08:49:37 GMT", 0s},
      {"", std::nullopt},
      {"-1", std::nullopt},
      {"1.5", std::nullopt},
      {"soon", std::nullopt},
      {"Sun, 06 Foo 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 24:49:37 GMT", std::nullopt},
      {"Sun, 06 Nov 1994 08:49:37 CET", std::nullopt},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(parse_retry_after(row.text, rfc_time), row.wait);
  }
  EXPECT_EQ(parse_retry_after("Friday, 06-Nov-20 08:49:37 GMT", std::chrono::sys_days{std::chrono::January / 1 / 2021}),
            0s)
      << "two digits mean this century unless that is far ahead";
}

class Pacing : public testing::Test {
 protected:
  // Answers 429 with that Retry-After for the first `refusals` requests.
  Send service(std::uint64_t refusals, std::string retry_after) {
    return [this, refusals, retry_after = std::move(retry_after)](const contracts::http::Request&) {
      sent_at_.push_back(clock_.now());
      Answer answer;
      answer.response.status = sent_at_.size() <= refusals ? 429 : 200;
      if (answer.response.status == 429 && !retry_after.empty())
        answer.response.headers.add("Retry-After", retry_after);
      return answer;
    };
  }

  TestClock clock_;
  std::vector<Clock::Time> sent_at_;
};

TEST_F(Pacing, HoldsTheRate) {
  Pace pace({.rate = 4.0}, clock_.clock(), {});
  const Send send = pace.wrap(service(0, ""));
  for (int i = 0; i < 3; ++i) send({});
  clock_.pass(10s);  // what was not used is not saved up
  for (int i = 0; i < 2; ++i) send({});
  EXPECT_THAT(sent_at_, ElementsAre(0s, 250ms, 500ms, 10500ms, 10750ms));
  EXPECT_THAT(pace.facts(), IsEmpty());
}

TEST_F(Pacing, WaitsAsA429AsksAndSendsAgain) {
  struct Row {
    const char* retry_after;
    std::chrono::nanoseconds wait;
  };
  for (const Row& row : {Row{"2", 2s}, Row{"Sun, 06 Nov 1994 08:49:40 GMT", 3s}, Row{"", 1s}, Row{"nonsense", 1s}}) {
    SCOPED_TRACE(row.retry_after);
    clock_.pass(-clock_.now());
    sent_at_.clear();
    Pace pace({}, clock_.clock(), {});
    const Answer answer = pace.wrap(service(1, row.retry_after))({});
    EXPECT_EQ(answer.response.status, 200);
    EXPECT_THAT(sent_at_, ElementsAre(0s, row.wait));
  }
}

TEST_F(Pacing, SaysHowLongItWaited) {
  Pace pace({}, clock_.clock(), {});
  pace.wrap(service(3, "2"))({});
  EXPECT_THAT(pace.facts(), ElementsAre("429 Too Many Requests was answered 3 times: waited 6s in all"));
}

TEST_F(Pacing, MakesEverybodyWait) {
  Pace pace({}, clock_.clock(), {});
  const Send one = pace.wrap(service(1, "5"));
  std::vector<Clock::Time> other_sent;
  const Send other = pace.wrap([&](const contracts::http::Request&) {
    other_sent.push_back(clock_.now());
    return Answer{};
  });
  EXPECT_EQ(one({}).response.status, 200);
  other({});
  EXPECT_THAT(other_sent, ElementsAre(5s));
}

TEST_F(Pacing, LosesItsPatience) {
  struct Row {
    const char* name;
    PaceOptions options;
    const char* retry_after;
    std::size_t sent;
  };
  const Row rows[] = {
      {"tries", {.most_tries = 4}, "1", 4},
      {"no time at all", {}, "0", 10},
      {"too long at once", {}, "3600", 1},
      {"longer than numbers are", {}, "99999999999999999999", 1},
      {"too long together", {.longest_wait = 10s}, "4", 3},
      {"too long in all", {.longest_total = 7s}, "2", 4},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    sent_at_.clear();
    Pace pace(row.options, clock_.clock(), {});
    EXPECT_EQ(pace.wrap(service(1000, row.retry_after))({}).response.status, 429);
    EXPECT_EQ(sent_at_.size(), row.sent);
    EXPECT_THAT(pace.facts(), ElementsAre(HasSubstr("in vain for 1 request")));
  }
}

TEST_F(Pacing, EndsWhenItIsStopped) {
  std::stop_source stop;
  Pace pace({.rate = 1.0}, clock_.clock(), stop.get_token());
  const Send send = pace.wrap(service(0, ""));
  send({});
  stop.request_stop();
  EXPECT_EQ(send({}).error, chaos::CallError::cancelled);
  EXPECT_EQ(sent_at_.size(), 1u);
}

}  // namespace
}  // namespace squall::tests
