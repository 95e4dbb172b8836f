#include "chaos/faults/selection.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace squall::chaos {
namespace {

using contracts::http::Headers;

TEST(Identity, IsTheTraceAndTheOperation) {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const Headers first{{"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}};
  const Headers second{{"traceparent", "00-" + trace + "-0000000000000007-01"}};
  const Headers broken{{"traceparent", "00-nonsense"}};
  const Subject a{"e", "GET", "/x?1", "", &first, 1}, b{"e", "GET", "/x?2", "", &second, 2},
      c{"e", "GET", "/x?1", "", &broken, 1}, d{"e", "GET", "/x?1", "", nullptr, 1},
      e{"e", "GET", "/x?1", "", nullptr, 2}, f{"other", "GET", "/x?1", "", nullptr, 1};
  EXPECT_EQ(identity_of(a), identity_of(b));  // another attempt of the same call
  EXPECT_EQ(identity_of(c), identity_of(d));  // a malformed traceparent does not count
  EXPECT_NE(identity_of(a), identity_of(d));
  EXPECT_NE(identity_of(d), identity_of(e));
  EXPECT_NE(identity_of(d), identity_of(f));
}

FaultSpec spec(double share) {
  FaultSpec made;
  made.id = "f1";
  made.kind = "abort";
  made.share = share;
  return made;
}

std::multiset<std::string> struck(unsigned threads, std::uint64_t seed, double share) {
  Selection selection(spec(share), seed);
  std::mutex mutex;
  std::multiset<std::string> hit;
  std::vector<std::jthread> workers;
  for (unsigned worker = 0; worker < threads; ++worker) {
    workers.emplace_back([&, worker] {
      for (unsigned i = worker; i < 2000; i += threads) {
        const std::string identity = "request " + std::to_string(i % 500);  // each four times
        if (!selection.choose(identity)) continue;
        const std::scoped_lock lock(mutex);
        hit.insert(identity);
      }
    });
  }
  workers.clear();
  return hit;
}

TEST(Selection, DoesNotDependOnTheNumberOfThreads) {
  const auto one = struck(1, 42, 0.3);
  EXPECT_EQ(one, struck(2, 42, 0.3));
  EXPECT_EQ(one, struck(8, 42, 0.3));
  EXPECT_NE(one, struck(1, 43, 0.3));
  EXPECT_NEAR(static_cast<double>(one.size()), 600, 80);
}

TEST(Selection, KeepsTheEnds) {
  EXPECT_EQ(struck(1, 1, 0.0).size(), 0u);
  EXPECT_EQ(struck(1, 1, 1.0).size(), 2000u);
}

TEST(Selection, StopsAfterTheFirst) {
  auto limited = spec(1.0);
  limited.first = 3;
  Selection selection(limited, 1);
  int hit = 0;
  for (int i = 0; i < 10; ++i) hit += selection.choose("x") ? 1 : 0;
  EXPECT_EQ(hit, 3);
}

TEST(Selection, StrikesEveryNth) {
  auto third = spec(1.0);
  third.every = 3;
  Selection selection(third, 1);
  std::string hit;
  for (int i = 0; i < 9; ++i) hit += selection.choose("x") ? 'x' : '.';
  EXPECT_EQ(hit, "..x..x..x");
}

TEST(Selection, CountsEveryNthAmongTheFirst) {
  auto limited = spec(1.0);
  limited.every = 2;
  limited.first = 5;
  Selection selection(limited, 1);
  std::string hit;
  for (int i = 0; i < 9; ++i) hit += selection.choose("x") ? 'x' : '.';
  EXPECT_EQ(hit, ".x.x.....");
}

TEST(Selection, IsOnBetweenTimes) {
  using std::chrono::seconds;
  auto window = spec(1.0);
  EXPECT_TRUE(is_on(window, seconds(0)));
  window.after = seconds(5);
  EXPECT_FALSE(is_on(window, seconds(4)));
  EXPECT_TRUE(is_on(window, seconds(5)));
  EXPECT_TRUE(is_on(window, seconds(500)));
  window.lasts = seconds(2);
  EXPECT_TRUE(is_on(window, seconds(6)));
  EXPECT_FALSE(is_on(window, seconds(7)));
}

TEST(Selection, DrawsAnewForEachOccurrence) {
  Selection selection(spec(1.0), 1), again(spec(1.0), 1);
  const auto first = selection.choose("x")->next(), second = selection.choose("x")->next();
  EXPECT_NE(first, second);
  EXPECT_EQ(again.choose("x")->next(), first);
  EXPECT_EQ(again.choose("x")->next(), second);
}

TEST(Selection, CountsEachSeriesForItself) {
  FaultSpec first = spec(1);
  first.first = 2;
  Selection selection(first, 1);
  using Series = Selection::Series;
  std::string seen;
  for (const auto series : {Series::one, Series::other, Series::one, Series::other, Series::one, Series::other})
    seen += selection.choose("s", seen.size(), series) ? '+' : '-';
  EXPECT_EQ(seen, "++++--");
}

TEST(Selection, OfAKnownOccurrenceIsThatOfACountedOne) {
  Selection counted(spec(0.5), 3), known(spec(0.5), 3);
  for (std::uint64_t i = 0; i < 100; ++i)
    EXPECT_EQ(counted.choose("a").has_value(), known.choose("a", i, Selection::Series::one).has_value()) << i;
}

}  // namespace
}  // namespace squall::chaos
