#include "harness/stub_state/page.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

struct Row {
  const char* name;
  const char* parameters;  // of the query; all integers but cursors and ids
  const char* query;
  std::size_t begin, end;
  const char *next_cursor, *next_target;
};

// Of the items a, b, c, d and e.
Page page_of_five(const std::string& parameters, const std::string& query) {
  const auto contract = tests::contract_of(
      "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n"
      "    get:\n      parameters: [" +
      parameters + "]\n      responses: {'200': {description: ok}}\n");
  if (contract->operations.empty()) return {};
  const std::vector<Listed> items{{"a", 1}, {"b", 2}, {"c", 4}, {"d", 7}, {"e", 8}};
  return page_of(page_parameters(contract->operations.front()), "/a" + query, items);
}

class Pages : public testing::TestWithParam<Row> {};

TEST_P(Pages, AreCutAsTheRequestAsks) {
  const Row& row = GetParam();
  const Page page = page_of_five(row.parameters, row.query);
  EXPECT_EQ(page.begin, row.begin);
  EXPECT_EQ(page.end, row.end);
  EXPECT_EQ(page.more, row.end < 5);
  EXPECT_EQ(page.next_cursor, row.next_cursor);
  EXPECT_EQ(page.next_target, row.next_target);
}

constexpr const char* limit = "{name: limit, in: query, schema: {type: integer}}";
constexpr const char* none_or_more = "{name: limit, in: query, schema: {type: integer, minimum: 0}}";
constexpr const char* none_is_all = "{name: limit, in: query, schema: {type: integer, default: 0}}";
constexpr const char* offset =
    "{name: limit, in: query, schema: {type: integer, default: 2}}, {name: offset, in: query, schema: {type: integer}}";
constexpr const char* pages =
    "{name: page, in: query, schema: {type: integer}}, {name: per_page, in: query, schema: {type: integer}}";
constexpr const char* from_zero =
    "{name: page, in: query, schema: {type: integer, minimum: 0}}, {name: size, in: query, schema: {type: integer}}";
constexpr const char* cursor =
    "{name: pageSize, in: query, schema: {type: integer}}, {name: page_token, in: query, schema: {type: string}}";
constexpr const char* after =
    "{name: limit, in: query, schema: {type: integer}}, {name: starting_after, in: query, schema: {type: string}}";

INSTANTIATE_TEST_SUITE_P(
    State, Pages,
    testing::Values(
        Row{"none", "{name: q, in: query, schema: {type: string}}", "?q=1", 0, 5, "", ""},
        Row{"bounded", limit, "?limit=2", 0, 2, "2", ""}, Row{"unbounded", limit, "", 0, 5, "", ""},
        Row{"none_wanted", none_or_more, "?limit=0", 0, 0, "", ""},
        Row{"unbounded_by_default", none_is_all, "", 0, 5, "", ""},
        Row{"default_said", none_is_all, "?limit=0", 0, 5, "", ""}, Row{"unreadable", limit, "?limit=-1", 0, 5, "", ""},
        Row{"default_limit", offset, "", 0, 2, "2", "/a?offset=2"},
        Row{"offset", offset, "?offset=1&limit=3", 1, 4, "7", "/a?limit=3&offset=4"},
        Row{"offset_beyond", offset, "?offset=99999999999999999999&limit=3", 0, 3, "4", "/a?limit=3&offset=3"},
        Row{"offset_after_the_end", offset, "?offset=50", 5, 5, "", ""},
        Row{"first_page", pages, "?per_page=2", 0, 2, "2", "/a?per_page=2&page=2"},
        Row{"last_page", pages, "?page=3&per_page=2", 4, 5, "", ""},
        Row{"page_beyond", pages, "?page=18446744073709551615&per_page=2", 5, 5, "", ""},
        Row{"page_one_from_zero", from_zero, "?page=1&size=2", 2, 4, "7", "/a?size=2&page=2"},
        Row{"cursor", cursor, "?page_token=2&pageSize=2", 2, 4, "7", "/a?pageSize=2&page_token=7"},
        Row{"cursor_of_a_removed_item", cursor, "?page_token=3&pageSize=2", 2, 4, "7", "/a?pageSize=2&page_token=7"},
        Row{"after_an_id", after, "?starting_after=b&limit=2", 2, 4, "d", "/a?limit=2&starting_after=d"},
        Row{"after_an_unknown_id", after, "?starting_after=x&limit=2", 0, 2, "b", "/a?limit=2&starting_after=b"}),
    [](const auto& row) { return row.param.name; });

TEST(Pages, SayHowToGoBack) {
  struct {
    const char *parameters, *query, *target, *cursor;
  } const rows[] = {{pages, "?per_page=2", "", ""},
                    {pages, "?page=2&per_page=2", "/a?per_page=2&page=1", ""},
                    {pages, "?page=9&per_page=2", "/a?per_page=2&page=3", ""},
                    {from_zero, "?page=1&size=2", "/a?size=2&page=0", ""},
                    {offset, "?offset=3&limit=2", "/a?limit=2&offset=1", ""},
                    {offset, "?offset=1&limit=2", "/a?limit=2&offset=0", ""},
                    {offset, "?offset=3&limit=0", "", ""},
                    {cursor, "?page_token=4&pageSize=2", "/a?pageSize=2&page_token=1", "1"},
                    {cursor, "?page_token=2&pageSize=2", "/a?pageSize=2&page_token=0", "0"},
                    {after, "?starting_after=c&limit=2", "/a?limit=2&starting_after=a", "a"},
                    {after, "?limit=2&starting_after=b", "/a?limit=2", ""},
                    {limit, "?limit=2", "", ""}};
  for (const auto& row : rows) {
    const Page page = page_of_five(row.parameters, row.query);
    EXPECT_EQ(page.previous_target, row.target) << row.query;
    EXPECT_EQ(page.previous_cursor, row.cursor) << row.query;
    if (page.previous_target.empty()) continue;
    const std::string query = page.previous_target.substr(2);
    const Page before = page_of_five(row.parameters, query);
    EXPECT_LT(before.begin, page.begin) << query;
    EXPECT_GE(before.end, page.begin) << query;  // nothing is left out between them
  }
}

}  // namespace
}  // namespace squall::harness
