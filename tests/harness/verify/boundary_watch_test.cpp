#include "harness/verify/boundary_watch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/harness/verify/answered_plan.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::RequestCase;
using contracts::match::Router;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Notes, version: '1'}
paths:
  /notes:
    post:
      parameters: [{name: dry, in: query, schema: {type: boolean}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {size: {type: integer, minimum: 0, maximum: 9}, book_id: {type: integer, maximum: 9}}}
      responses: {'201': {description: made}, '400': {description: bad}}
)";

class Watching : public testing::Test {
 protected:
  RequestCase with_body(std::string body, std::string keyword = {}, std::string pointer = {}) const {
    RequestCase request;
    request.operation = router_->contract().find("POST", "/notes");
    request.request.method = "POST";
    request.request.target = "/notes";
    request.request.headers.add("Content-Type", "application/json");
    request.request.body = std::move(body);
    request.where = "body";
    request.keyword = std::move(keyword);
    request.pointer = std::move(pointer);
    request.summary = "body " + request.pointer + " is at its " + request.keyword;
    return request;
  }
  // What the watch says when these are sent one after the other.
  std::vector<std::string> found(const std::vector<RequestCase>& cases, Answering answering) const {
    VerifyPlan plan = answered_plan(router_, std::move(answering));
    plan.shrink = false;
    Exerciser exerciser(plan);
    const ResourceGraph graph(router_->contract(), {});
    exerciser.each(1, [&](VerifySession& session, std::uint64_t) {
      Provision provision(session, graph, contracts::Random(1, "test"));
      RefreshedCases refreshed(session, provision, *cases.front().operation, contracts::Random(1, "again"),
                               [&](const auto&) { return cases; });
      BoundaryWatch watch(refreshed, {"/book_id"});
      for (std::size_t i = 0; i < cases.size(); ++i) watch.note(i, refreshed.exercise(i, Expected::success));
      watch.tell(session);
    });
    std::vector<std::string> texts;
    for (const auto& finding : exerciser.finish().check.findings) {
      if (finding.rule != "request.valid.refused" && finding.rule != "response.slow") continue;
      EXPECT_EQ(finding.severity, reports::Severity::warning);
      texts.push_back(finding.rule + ": " + finding.message);
    }
    return texts;
  }
  static Answering refusing(std::string part) {
    return [part = std::move(part)](const Request& request) {
      return json_answer(request.body.find(part) != std::string::npos ? 400 : 201, "");
    };
  }

  const std::shared_ptr<const Router> router_ = std::make_shared<const Router>(contract_of(yaml));
  const RequestCase plain_ = with_body(R"({"size":5})");
};

TEST_F(Watching, SaysWhichBoundaryIsRefused) {
  EXPECT_THAT(found({plain_, with_body(R"({"size":9})", "maximum", "/size")}, refusing("9")),
              ElementsAre(HasSubstr("request.valid.refused: POST /notes refuses with 400 what the contract allows: "
                                    "body /size is at its maximum")));
  EXPECT_THAT(found({plain_, with_body(R"({"size":9})", "maximum", "/size")}, refusing("7")), IsEmpty());
}

TEST_F(Watching, SaysItOnceForAPlace) {
  EXPECT_THAT(
      found({plain_, with_body(R"({"size":9})", "maximum", "/size"), with_body(R"({"size":0})", "minimum", "/size")},
            [](const Request& request) { return json_answer(request.body == R"({"size":5})" ? 201 : 400, ""); }),
      testing::SizeIs(1));
}

struct Row {
  const char* name;
  const char* plain;
  const char* special;
  const char* keyword;
  const char* pointer;
  Answering answering;
};
TEST_F(Watching, SaysNothingOfWhatIsNoProof) {
  int sent = 0;
  const Row rows[] = {
      {"the plain one is refused, too", R"({"size":5})", R"({"size":9})", "maximum", "/size", refusing("size")},
      {"no boundary", R"({"size":5})", R"({"size":9})", "type", "/size", refusing("9")},
      {"another thing differs", R"({"size":5})", R"({"size":9,"book_id":1})", "maximum", "/size", refusing("9")},
      {"names another thing", R"({"size":5})", R"({"size":5,"book_id":9})", "maximum", "/book_id", refusing("9")},
      {"conflict, no refusal", R"({"size":5})", R"({"size":9})", "maximum", "/size",
       [](const Request& request) { return json_answer(request.body == R"({"size":9})" ? 409 : 201, ""); }},
      {"not again", R"({"size":5})", R"({"size":9})", "maximum", "/size",
       [&sent](const Request&) { return json_answer(++sent == 2 ? 400 : 201, ""); }},
  };
  for (const Row& row : rows) {
    EXPECT_THAT(found({with_body(row.plain), with_body(row.special, row.keyword, row.pointer)}, row.answering),
                IsEmpty())
        << row.name;
  }
  EXPECT_EQ(sent, 4);
}

TEST_F(Watching, SaysWhatTakesFarLongerThanTheOthers) {
  const std::vector<RequestCase> cases = {plain_, with_body(R"({"size":0})", "minimum", "/size"),
                                          with_body(R"({"size":9})", "maximum", "/size")};
  const auto taking = [](std::chrono::milliseconds usual, std::chrono::milliseconds slow) {
    return [=](const Request& request) {
      Answer answer = json_answer(201, "");
      answer.duration = request.body == R"({"size":9})" ? slow : usual;
      return answer;
    };
  };
  EXPECT_THAT(found(cases, taking(20ms, 1500ms)),
              ElementsAre(HasSubstr("response.slow: POST /notes takes 1500 ms where others take 20 ms: body /size")));
  EXPECT_THAT(found(cases, taking(20ms, 900ms)), IsEmpty());    // less than a second
  EXPECT_THAT(found(cases, taking(200ms, 1500ms)), IsEmpty());  // not ten times as long
  int sent = 0;
  EXPECT_THAT(found(cases,
                    [&sent](const Request&) {
                      Answer answer = json_answer(201, "");
                      answer.duration = ++sent == 3 ? 1500ms : 20ms;
                      return answer;
                    }),
              IsEmpty());  // once only
}

TEST_F(Watching, KnowsWhatDiffersInOneThingOnly) {
  const auto differs = [&](const char* plain, const char* special, const char* pointer) {
    return differ_only_there(with_body(plain), with_body(special, "maximum", pointer));
  };
  EXPECT_TRUE(differs(R"({"a":1,"b":2})", R"({"b":2,"a":9})", "/a"));
  EXPECT_TRUE(differs(R"({"b":2})", R"({"a":9,"b":2})", "/a"));
  EXPECT_FALSE(differs(R"({"a":1,"b":2})", R"({"a":9,"b":3})", "/a"));
  EXPECT_TRUE(differs(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,9]}})", "/a/b/1"));
  EXPECT_FALSE(differs(R"({"a":{"b":[1,2]}})", R"({"a":{"b":[0,9]}})", "/a/b/1"));
  EXPECT_TRUE(differs(R"({"a/b":1})", R"({"a/b":9})", "/a~1b"));
  EXPECT_TRUE(differs(R"({"a":[1]})", R"({"a":[1,1]})", "/a"));
  RequestCase other = plain_;
  other.where = "query.dry";
  other.request.target = "/notes?dry=true";
  EXPECT_TRUE(differ_only_there(plain_, other));
  other.request.body = "{}";
  EXPECT_FALSE(differ_only_there(plain_, other));
}

}  // namespace
}  // namespace squall::tests
