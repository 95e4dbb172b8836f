#include "chaos/faults/matching.h"

#include <gtest/gtest.h>

#include "contracts/core/document.h"

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
    Matching, Paths,
    testing::Values(PathRow{"/orders", "/orders", true}, PathRow{"/orders", "/orders/", false},
                    PathRow{"/orders", "/orders/1", false}, PathRow{"/orders/{id}", "/orders/1", true},
                    PathRow{"/orders/{id}", "/orders/", false}, PathRow{"/orders/{id}", "/orders", false},
                    PathRow{"/orders/{id}/items", "/orders/1/items", true},
                    PathRow{"/orders/{id}/items", "/orders/1/2/items", false}, PathRow{"/a b", "/a%20b", true},
                    PathRow{"/", "/", true}, PathRow{"/", "", false}));

Match body(const char* pointer, const char* json) {
  Match match;
  match.body.push_back({pointer, contracts::Value(contracts::Document::parse_json(json)->root())});
  return match;
}

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
  subject.operation_id = "createOrder";
  subject.client = "10.1.2.3:4711";
  subject.headers = &headers;
  const auto body = contracts::Document::parse_json(R"({"customer":{"id":42,"tags":["a","b"]},"note":null})");
  subject.body = &body->root();
  EXPECT_EQ(matches(GetParam().match, subject), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Matching, Matches,
    testing::Values(
        MatchRow{"any", {}, true}, MatchRow{"method", {"POST", "", ""}, true},
        MatchRow{"other_method", {"GET", "", ""}, false}, MatchRow{"template", {"", "/v1/orders/{id}", ""}, true},
        MatchRow{"operation", {"", "/orders/{id}", ""}, true}, MatchRow{"literal", {"", "/v1/orders/7", ""}, true},
        MatchRow{"other_path", {"", "/v1/orders/8", ""}, false}, MatchRow{"header_present", {"", "", "accept"}, true},
        MatchRow{"header_absent", {"", "", "X-None"}, false}, MatchRow{"header_value", {"", "", "x-tenant: b"}, true},
        MatchRow{"header_other_value", {"", "", "x-tenant: c"}, false},
        MatchRow{"operation_id", {"", "", "", "createOrder"}, true},
        MatchRow{"operation_name", {"", "", "", "POST /orders/{id}"}, true},
        MatchRow{"other_operation", {"", "", "", "getOrder"}, false},
        MatchRow{"client", {"", "", "", "", "10.1.2.3"}, true},
        MatchRow{"client_range", {"", "", "", "", "10.0.0.0/8"}, true},
        MatchRow{"other_client", {"", "", "", "", "10.1.3.0/24"}, false},
        MatchRow{"body", body("/customer/id", "42"), true}, MatchRow{"body_number", body("/customer/id", "42.0"), true},
        MatchRow{"body_text_is_no_number", body("/customer/id", "\"42\""), false},
        MatchRow{"body_array", body("/customer/tags", R"(["a","b"])"), true},
        MatchRow{"body_null", body("/note", "null"), true}, MatchRow{"body_absent", body("/nothing", "null"), false},
        MatchRow{"all_must_hold", {"GET", "/orders/{id}", "accept"}, false}),
    [](const auto& row) { return row.param.name; });

TEST(Matching, OnABodyNeedsOne) {
  Subject subject;
  EXPECT_FALSE(matches(body("", "1"), subject));
  EXPECT_TRUE(matches_head(body("", "1"), subject));
}

}  // namespace
}  // namespace squall::chaos
