#include "chaos/faults/selection.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

namespace squall::chaos {
namespace {

using contracts::http::Headers;

struct PathRow {
  const char* path_template;
  const char* path;
  bool expected;
};
class Paths : public testing::TestWithParam<PathRow> {};
TEST_P(Paths, Match) {
  EXPECT_EQ(path_matches(GetParam().path_template, GetParam().path), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Selection, Paths,
    testing::Values(PathRow{"/orders", "/orders", true}, PathRow{"/orders", "/orders/", false},
                    PathRow{"/orders", "/orders/1", false}, PathRow{"/orders/{id}", "/orders/1", true},
                    PathRow{"/orders/{id}", "/orders/", false}, PathRow{"/orders/{id}", "/orders", false},
                    PathRow{"/orders/{id}/items", "/orders/1/items", true},
                    PathRow{"/orders/{id}/items", "/orders/1/2/items", false}, PathRow{"/a b", "/a%20b", true},
                    PathRow{"/", "/", true}, PathRow{"/", "", false}));

struct MatchRow {
  const char* name;
  Match match;
  bool expected;
};
class Matches : public testing::TestWithParam<MatchRow> {};
TEST_P(Matches, Subjects) {
  const Headers headers{{"X-Tenant", "a"}, {"X-Tenant", "b"}, {"Accept", "*/*"}};
  Subject subject;
  subject.edge = "a-b";
  subject.method = "POST";
  subject.target = "/v1/orders/7?x=1";
  subject.operation = "POST /orders/{id}";
  subject.headers = &headers;
  EXPECT_EQ(matches(GetParam().match, subject), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Selection, Matches,
                         testing::Values(MatchRow{"any", {}, true}, MatchRow{"method", {"POST", "", ""}, true},
                                         MatchRow{"other_method", {"GET", "", ""}, false},
                                         MatchRow{"template", {"", "/v1/orders/{id}", ""}, true},
                                         MatchRow{"operation", {"", "/orders/{id}", ""}, true},
                                         MatchRow{"literal", {"", "/v1/orders/7", ""}, true},
                                         MatchRow{"other_path", {"", "/v1/orders/8", ""}, false},
                                         MatchRow{"header_present", {"", "", "accept"}, true},
                                         MatchRow{"header_absent", {"", "", "X-None"}, false},
                                         MatchRow{"header_value", {"", "", "x-tenant: b"}, true},
                                         MatchRow{"header_other_value", {"", "", "x-tenant: c"}, false},
                                         MatchRow{"all_must_hold", {"GET", "/orders/{id}", "accept"}, false}),
                         [](const auto& row) { return row.param.name; });

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

TEST(Selection, DrawsAnewForEachOccurrence) {
  Selection selection(spec(1.0), 1), again(spec(1.0), 1);
  const auto first = selection.choose("x")->next(), second = selection.choose("x")->next();
  EXPECT_NE(first, second);
  EXPECT_EQ(again.choose("x")->next(), first);
  EXPECT_EQ(again.choose("x")->next(), second);
}

}  // namespace
}  // namespace squall::chaos
