#include "harness/stub_state/state_answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/match/validate.h"
#include "tests/harness/stub_state/library_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Request;
using contracts::http::Response;
using testing::HasSubstr;

class State : public testing::Test {
 protected:
  // "200 {...}" and the note; what is answered is held to the contract here again.
  std::string ask(const std::string& method, const std::string& target, const std::string& body = "",
                  const std::string& type = "application/json") {
    Request request{method, target, {{"Host", "localhost"}}, body};
    if (!body.empty()) request.headers.add("Content-Type", type);
    const auto router = tests::library_router();
    const auto route = router->route(method, target);
    EXPECT_NE(route.operation, nullptr) << target;
    last = state.answer(request, route);
    if (!last.response) return "-";
    EXPECT_THAT(contracts::match::validate_response(router->contract(), *route.operation, method, *last.response),
                testing::IsEmpty());
    return std::to_string(last.response->status) + (last.response->body.empty() ? "" : " ") + last.response->body;
  }
  std::string location() const { return std::string(last.response->headers.get("Location")); }

  StateAnswers state{tests::library_router(), 42};
  StateAnswer last;
};

constexpr const char* emma = R"({"id":"bk-1001","title":"Emma","genre":"novel","copies":3})";

TEST_F(State, BeginsWithTheExamples) {
  EXPECT_EQ(ask("GET", "/v1/books/bk-1001"), std::string("200 ") + emma);
  EXPECT_EQ(ask("GET", "/v1/books"), std::string(R"(200 {"items":[)") + emma + R"(],"total":1,"next_cursor":null})");
  EXPECT_EQ(last.response->headers.get("X-Total-Count"), "1");
}

TEST_F(State, RemembersWhatIsMadeUntilItIsRemoved) {
  EXPECT_EQ(ask("POST", "/v1/books", R"({"title":"Ulysses","secret":"s"})"),
            R"(201 {"id":"bk-1002","title":"Ulysses","copies":3})");
  EXPECT_EQ(location(), "/v1/books/bk-1002");
  EXPECT_EQ(last.note, "made /v1/books/bk-1002");
  EXPECT_EQ(ask("GET", "/v1/books/bk-1002"), R"(200 {"id":"bk-1002","title":"Ulysses","copies":3})");
  EXPECT_EQ(ask("PUT", "/v1/books/bk-1002", R"({"title":"Dubliners","genre":"stories"})"),
            R"(200 {"id":"bk-1002","title":"Dubliners","copies":3,"genre":"stories"})");
  EXPECT_EQ(ask("PUT", "/v1/books/bk-1002", R"({"title":"Dubliners"})"),
            R"(200 {"id":"bk-1002","title":"Dubliners","copies":3})");
  EXPECT_EQ(ask("DELETE", "/v1/books/bk-1002"), "204");
  EXPECT_THAT(ask("GET", "/v1/books/bk-1002"), HasSubstr("404"));
  EXPECT_EQ(last.note, "there is no /v1/books/bk-1002");
  EXPECT_EQ(ask("DELETE", "/v1/books/bk-1002"), "404");
  EXPECT_EQ(ask("PUT", "/v1/books/bk-1002", R"({"title":"x"})"), "404");
}

TEST_F(State, IsChangedByBothKindsOfPatch) {
  EXPECT_EQ(ask("PATCH", "/v1/books/bk-1001", R"({"genre":null,"title":"Emma II"})", "application/merge-patch+json"),
            R"(200 {"id":"bk-1001","title":"Emma II","copies":3})");
  EXPECT_EQ(ask("PATCH", "/v1/books/bk-1001", R"([{"op":"add","path":"/genre","value":"sequel"}])",
                "application/json-patch+json"),
            R"(200 {"id":"bk-1001","title":"Emma II","copies":3,"genre":"sequel"})");
  EXPECT_EQ(ask("PATCH", "/v1/books/bk-1001", R"([{"op":"test","path":"/genre","value":"x"}])",
                "application/json-patch+json"),
            "409");
  EXPECT_EQ(ask("PATCH", "/v1/books/bk-9999", "{}", "application/merge-patch+json"), "404");
  EXPECT_EQ(ask("PATCH", "/v1/books/bk-1001", R"({"copies":null})", "application/merge-patch+json"), "409");
  EXPECT_THAT(last.note, HasSubstr("the change leaves no valid /v1/books/bk-1001"));
  EXPECT_THAT(ask("GET", "/v1/books/bk-1001"), HasSubstr(R"("copies":3)"));
  for (const char* nothing : {"", "null", "7", "[]"}) {
    ask("PATCH", "/v1/books/bk-1001", nothing, "application/merge-patch+json");
    EXPECT_THAT(ask("GET", "/v1/books/bk-1001"), HasSubstr(R"("copies":3)")) << nothing;
  }
}

TEST_F(State, ListsInPagesAndByMembers) {
  for (const char* title : {"A", "B", "C"}) {
    ask("POST", "/v1/books", std::string(R"({"genre":"poem","title":")") + title + "\"}");
  }
  EXPECT_THAT(ask("GET", "/v1/books?genre=poem&limit=2"), HasSubstr(R"("total":3,"next_cursor":"3")"));
  EXPECT_EQ(last.note, "2 of 3 remembered");
  EXPECT_THAT(ask("GET", "/v1/books?genre=poem&limit=2&cursor=3"),
              testing::AllOf(HasSubstr(R"("title":"C")"), HasSubstr(R"("next_cursor":null)"),
                             testing::Not(HasSubstr(R"("title":"B")"))));
  EXPECT_THAT(ask("GET", "/v1/books?genre=none"), HasSubstr(R"("items":[],"total":0)"));
}

TEST_F(State, KeepsWhatIsBelowAnItemApart) {
  EXPECT_EQ(ask("POST", "/v1/books/bk-1001/loans", R"({"reader":"ada"})"), R"(201 {"loan":{"loan":1,"reader":"ada"}})");
  EXPECT_EQ(location(), "/v1/books/bk-1001/loans/1");
  EXPECT_EQ(ask("GET", "/v1/books/bk-1001/loans/1"), R"(200 {"loan":{"loan":1,"reader":"ada"}})");
  EXPECT_EQ(ask("GET", "/v1/books/bk-1002/loans"), "200 []");
  EXPECT_EQ(ask("GET", "/v1/books/bk-1001/loans?page=1&per_page=5"), R"(200 [{"loan":1,"reader":"ada"}])");
  EXPECT_EQ(ask("DELETE", "/v1/books/bk-1001"), "204");
  EXPECT_EQ(ask("GET", "/v1/books/bk-1001/loans/1"), "404");
  EXPECT_EQ(ask("DELETE", "/v1/books/bk-1001/loans/1"), "-");  // no 404 is declared
  EXPECT_THAT(last.note, HasSubstr("there is no /v1/books/bk-1001/loans/1 is not remembered"));
}

TEST_F(State, GoesByThePathWhereAnItemHasNoId) {
  EXPECT_EQ(ask("GET", "/v1/shelves/top"), "404");
  EXPECT_EQ(ask("PUT", "/v1/shelves/top", R"({"height":30})"), "201");
  EXPECT_EQ(ask("PUT", "/v1/shelves/top", R"({"height":31})"), "204");
  EXPECT_EQ(ask("GET", "/v1/shelves/top"), R"(200 {"height":31})");
}

TEST_F(State, LeavesActionsOnKnownItemsToTheContract) {
  EXPECT_EQ(ask("POST", "/v1/books/bk-1001/lend"), "-");
  EXPECT_EQ(ask("POST", "/v1/books/bk-4242/lend"), "404");
  EXPECT_EQ(ask("GET", "/v1/stations/north"), "-");
}

TEST_F(State, GoesBackToSnapshotsAndTheBeginning) {
  ask("POST", "/v1/books", R"({"title":"A"})");
  ASSERT_TRUE(state.keep("one"));
  ask("DELETE", "/v1/books/bk-1001");
  ask("DELETE", "/v1/books/bk-1002");
  EXPECT_EQ(state.contents().find("/books")->items().size(), 0u);
  ASSERT_TRUE(state.bring_back("one"));
  EXPECT_EQ(ask("GET", "/v1/books/bk-1002"), R"(200 {"id":"bk-1002","title":"A","copies":3})");
  state.reset();
  EXPECT_THAT(ask("GET", "/v1/books/bk-1002"), HasSubstr("404"));
  EXPECT_EQ(ask("GET", "/v1/books/bk-1001"), std::string("200 ") + emma);
}

}  // namespace
}  // namespace squall::harness
