#include "contracts/match/router.h"

#include <gtest/gtest.h>

#include "contracts/match/request_assembly.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using contracts::match::Router;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: 'https://example.com/api/v1/'}, {url: /v2}]
paths:
  /: {get: {operationId: root, responses: {'200': {description: ok}}}}
  /users/me: {get: {operationId: me, responses: {'200': {description: ok}}}}
  /users/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    get: {operationId: user, responses: {'200': {description: ok}}}
    delete: {operationId: removeUser, responses: {'200': {description: ok}}}
  /users/me/settings: {get: {operationId: mySettings, responses: {'200': {description: ok}}}}
  /users/{id}/orders:
    get: {operationId: orders, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: ok}}}
  /files/{name}.{extension}:
    get:
      operationId: file
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
        - {name: extension, in: path, required: true, schema: {type: string}}
      responses: {'200': {description: ok}}
  /files/{name}:
    get: {operationId: anyFile, parameters: [{name: name, in: path, required: true, schema: {type: string}}], responses: {'200': {description: ok}}}
  /files/report-{id}.pdf:
    get: {operationId: report, parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'200': {description: ok}}}
  /teams/{team}/members/{id}: {get: {operationId: member, responses: {'200': {description: ok}}}}
  /teams/{name}/members/count: {get: {operationId: count, responses: {'200': {description: ok}}}}
  /caf%C3%A9/open: {get: {operationId: cafe, responses: {'200': {description: ok}}}}
)";

// Before OpenAPI 3.2 only: what is no part of a path, in a path.
constexpr const char* odd = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  '/?Action=List': {get: {operationId: list, responses: {'200': {description: ok}}}}
  '/?Action=List&Version=2': {get: {operationId: list2, responses: {'200': {description: ok}}}}
  '/things': {get: {operationId: things, responses: {'200': {description: ok}}}}
  '/things#tags': {get: {operationId: tagged, responses: {'200': {description: ok}}}}
  '/alone#tags': {get: {operationId: alone, responses: {'200': {description: ok}}}}
  '/many#a': {get: {operationId: a, responses: {'200': {description: ok}}}}
  '/many#b': {get: {operationId: b, responses: {'200': {description: ok}}}}
  '/a b': {get: {operationId: blank, responses: {'200': {description: ok}}}}
)";

struct Row {
  const char* name;
  const char* method;
  const char* target;
  const char* operation;   // its id; "" for none
  const char* parameters;  // "id=7;"
  bool path_known = true;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

class Routes : public testing::TestWithParam<Row> {};

TEST_P(Routes, FindTheOperation) {
  static const Router router(contract_of(yaml));
  const Row& row = GetParam();
  const auto route = router.route(row.method, row.target);
  EXPECT_EQ(route.operation != nullptr ? route.operation->operation_id : "", row.operation);
  std::string parameters;
  for (const auto& [name, value] : route.path_parameters) parameters += name + "=" + value + ";";
  EXPECT_EQ(parameters, row.parameters);
  EXPECT_EQ(route.path_known, row.path_known);
}

INSTANTIATE_TEST_SUITE_P(
    All, Routes,
    testing::Values(
        Row{"root", "GET", "/", "root", ""}, Row{"query", "GET", "/?a=1", "root", ""},
        Row{"concrete_wins", "GET", "/users/me", "me", ""}, Row{"templated", "GET", "/users/7", "user", "id=7;"},
        Row{"method_falls_back_to_the_template", "DELETE", "/users/me", "removeUser", "id=me;"},
        Row{"backtracks", "GET", "/users/me/orders", "orders", "id=me;"},
        Row{"raw_value", "GET", "/users/a%2Fb", "user", "id=a%2Fb;"},
        Row{"two_in_a_segment", "GET", "/files/a.txt", "file", "name=a;extension=txt;"},
        Row{"first_dot_ends_the_first", "GET", "/files/a.tar.gz", "file", "name=a;extension=tar.gz;"},
        Row{"more_text_wins", "GET", "/files/report-9.pdf", "report", "id=9;"},
        Row{"no_dot", "GET", "/files/readme", "anyFile", "name=readme;"},
        Row{"concrete_wins_below_a_parameter", "GET", "/teams/a/members/count", "count", "name=a;"},
        Row{"names_are_of_the_path", "GET", "/teams/a/members/7", "member", "team=a;id=7;"},
        Row{"encoded_literal", "GET", "/caf%C3%A9/open", "cafe", ""},
        Row{"lower_case_escape", "GET", "/caf%c3%a9/open", "cafe", ""},
        Row{"encoded_letters", "GET", "/%75sers/me", "me", ""},
        Row{"base_path", "GET", "/api/v1/users/7?x=1", "user", "id=7;"},
        Row{"base_path_alone", "GET", "/api/v1", "root", ""},
        Row{"second_server", "GET", "/v2/users/7", "user", "id=7;"},
        Row{"half_a_base_path", "GET", "/v2users/7", "", "", false},
        Row{"unknown_path", "GET", "/nothing", "", "", false}, Row{"empty_value", "GET", "/users/", "", "", false},
        Row{"trailing_slash", "GET", "/users/7/", "", "", false}, Row{"other_method", "POST", "/users/7", "", ""},
        Row{"case_matters", "GET", "/Users/7", "", "", false}),
    [](const auto& row) { return std::string(row.param.name); });

constexpr const char* variables = R"(openapi: 3.0.3
info: {title: t, version: '1'}
servers:
  - {url: 'https://x/{base}/v1', variables: {base: {default: root, enum: [root, alt]}}}
  - {url: 'https://x/t-{tenant}', variables: {tenant: {default: acme}}}
paths:
  /a: {get: {operationId: a, responses: {'200': {description: ok}}}}
  /x/{id}/a: {put: {operationId: other, responses: {'200': {description: ok}}}}
  /b: {get: {operationId: b, servers: [{url: '/{any}', variables: {any: {default: own}}}], responses: {'200': {description: ok}}}}
)";

class ServerVariables : public testing::TestWithParam<Row> {};

TEST_P(ServerVariables, LeadToTheOperation) {
  static const Router router(contract_of(variables));
  const Row& row = GetParam();
  const auto route = router.route(row.method, row.target);
  EXPECT_EQ(route.operation != nullptr ? route.operation->operation_id : "", row.operation);
  EXPECT_EQ(route.path_known, row.path_known);
}

INSTANTIATE_TEST_SUITE_P(
    All, ServerVariables,
    testing::Values(Row{"default", "GET", "/root/v1/a", "a", ""}, Row{"listed", "GET", "/alt/v1/a", "a", ""},
                    Row{"not_listed", "GET", "/other/v1/a", "", "", false},
                    Row{"free_default", "GET", "/t-acme/a", "a", ""}, Row{"free", "GET", "/own/b?x=1", "b", ""},
                    Row{"free_with_any_text", "GET", "/any%20thing/b", "b", ""},
                    Row{"free_with_literal_text", "PUT", "/t-x/x/7/a", "other", ""},
                    Row{"free_is_one_segment", "GET", "/one/two/b", "", "", false},
                    Row{"free_is_not_empty", "GET", "/t-/7/8/a", "", "", false},
                    Row{"written_out_is_meant", "GET", "/x/7/a", "", ""}, Row{"none", "GET", "/a", "a", ""},
                    Row{"absolute_form", "GET", "http://127.0.0.1:8080/alt/v1/a?x=1", "a", ""}),
    [](const auto& row) { return std::string(row.param.name); });

class OddPaths : public testing::TestWithParam<Row> {};

TEST_P(OddPaths, LeadWhereTheyAreClear) {
  static const Router router(contract_of(odd));
  const Row& row = GetParam();
  const auto route = router.route(row.method, row.target);
  EXPECT_EQ(route.operation != nullptr ? route.operation->operation_id : "", row.operation);
  EXPECT_EQ(route.path_known, row.path_known);
}

INSTANTIATE_TEST_SUITE_P(
    All, OddPaths,
    testing::Values(Row{"pair", "GET", "/?x=1&Action=List", "list", ""},
                    Row{"more_pairs_win", "GET", "/?Version=2&Action=List", "list2", ""},
                    Row{"encoded_pair", "GET", "/?Action=%4Cist", "list", ""},
                    Row{"no_pair", "GET", "/", "", "", false}, Row{"other_pair", "GET", "/?Action=Lis", "", "", false},
                    Row{"unmarked_wins", "GET", "/things", "things", ""}, Row{"marked", "GET", "/alone", "alone", ""},
                    Row{"marks_alone", "GET", "/many", "", "", false}, Row{"blank", "GET", "/a%20b", "blank", ""}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(OddPaths, AreAskedWithoutTheirMarks) {
  const auto contract = contract_of(odd);
  std::string targets;
  for (const auto& operation : contract->operations) {
    const auto request = contracts::match::assemble(*contract, operation, {});
    targets += (request ? request->target : "none") + " ";
  }
  EXPECT_EQ(targets, "/?Action=List /?Action=List&Version=2 /things /things /alone /many /many /a%20b ");
}

TEST(Router, SaysWhichMethodsAreAllowed) {
  const Router router(contract_of(yaml));
  EXPECT_EQ(router.route("POST", "/users/7").allowed_methods, (std::vector<std::string>{"GET", "DELETE"}));
}

TEST(Router, TakesEmptyParametersWhereAsked) {
  const Router router(contract_of(yaml));
  EXPECT_EQ(router.route("GET", "/users/").operation, nullptr);
  const contracts::match::Route gaps = router.route_with_gaps("GET", "/users/");
  ASSERT_NE(gaps.operation, nullptr);
  EXPECT_EQ(gaps.operation->path, "/users/{id}");
  ASSERT_EQ(gaps.path_parameters.size(), 1u);
  EXPECT_EQ(gaps.path_parameters[0].second, "");
  EXPECT_EQ(router.route_with_gaps("GET", "/nothing/").operation, nullptr);
}

}  // namespace
}  // namespace squall::tests
