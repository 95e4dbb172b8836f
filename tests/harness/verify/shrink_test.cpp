// What was found is made small by sending smaller requests, and proved by the last of them.

#include "harness/verify/shrink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "contracts/core/document.h"
#include "harness/verify/exerciser.h"
#include "harness/verify/rebind.h"
#include "harness/verify/same_cause.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::http::Response;
using contracts::match::RequestCase;
using contracts::match::Router;
using reports::Outcome;
using testing::HasSubstr;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: Notes, version: '1'}
paths:
  /notes:
    post:
      parameters:
        - {name: dry, in: query, schema: {type: boolean}}
        - {name: tag, in: query, schema: {type: array, items: {type: string, maxLength: 5}}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [title]
              properties:
                title: {type: string, minLength: 1, maxLength: 40}
                text: {type: string, maxLength: 200}
                size: {type: integer, minimum: 0, maximum: 1000}
                labels: {type: array, items: {type: string, maxLength: 10}}
      responses: {'201': {description: made}, '400': {description: bad}}
  /notes/{note}:
    get:
      parameters: [{name: note, in: path, required: true, schema: {type: string}}]
      responses: {'200': {description: ok}, '404': {description: none}}
)";

Answer answer_of(int status, std::string body = {}) {
  Answer answer;
  answer.response.status = status;
  if (!body.empty()) {
    answer.response.headers.add("Content-Type", "application/json");
    answer.response.body = std::move(body);
  }
  return answer;
}

class Shrinking : public testing::Test {
 protected:
  VerifyPlan plan_with(Send send) {
    VerifyPlan plan;
    plan.service = "notes";
    static const auto router = std::make_shared<const Router>(contract_of(yaml));
    plan.router = router;
    plan.base_url = "http://127.0.0.1:1";
    plan.connect = [send = std::move(send)] { return send; };
    return plan;
  }
  static RequestCase large_note(const Exerciser& exerciser) {
    const auto& operation = *exerciser.contract().find("POST", "/notes");
    const auto request = contracts::match::valid_request(
        exerciser.contract(), operation, exerciser.random("test", operation, 0), contracts::schema::Flavour::maximal);
    EXPECT_TRUE(request);
    return *request;
  }
};

TEST_F(Shrinking, LeavesOnlyWhatTheFaultNeeds) {
  int sent = 0;
  const VerifyPlan plan = plan_with([&](const Request& request) {
    ++sent;
    return answer_of(request.body.find("\"size\"") != std::string::npos ? 500 : 201);
  });
  Exerciser exerciser(plan);
  exerciser.each(
      1, [&](VerifySession& session, std::uint64_t) { session.exercise(large_note(exerciser), Expected::success); });
  const auto verification = exerciser.finish();
  ASSERT_EQ(verification.check.findings.size(), 1u);
  ASSERT_EQ(verification.check.findings[0].exchanges.size(), 1u);
  const auto& exchange = verification.check.findings[0].exchanges[0];
  EXPECT_THAT(exchange.request.body, HasSubstr("\"size\":0"));
  EXPECT_EQ(exchange.request.body.find("labels"), std::string::npos) << exchange.request.body;
  EXPECT_EQ(exchange.request.body.find("\"text\""), std::string::npos) << exchange.request.body;
  EXPECT_EQ(exchange.request.url, "http://127.0.0.1:1/notes");
  EXPECT_EQ(exchange.response.status, 500u);
  EXPECT_LE(sent, 202);
}

TEST_F(Shrinking, IsNotDoneWhenNotAskedFor) {
  int sent = 0;
  VerifyPlan plan = plan_with([&](const Request&) { return ++sent, answer_of(500); });
  plan.shrink = false;
  Exerciser exerciser(plan);
  exerciser.each(
      1, [&](VerifySession& session, std::uint64_t) { session.exercise(large_note(exerciser), Expected::success); });
  exerciser.finish();
  EXPECT_EQ(sent, 1);
}

struct Coming {
  const char* name;
  std::vector<int> statuses;  // of one sending after the other; the last one stays
  const char* said;
};

TEST_F(Shrinking, SaysWhatDoesNotComeUpAgain) {
  const Coming rows[] = {
      {"once", {500, 201}, "did not come up again in 3 more tries"},
      {"now and then", {500, 201, 500, 201}, "flaky: came up in 2 of 3 tries"},
  };
  for (const Coming& row : rows) {
    std::size_t sent = 0;
    const VerifyPlan plan =
        plan_with([&](const Request&) { return answer_of(row.statuses[std::min(sent++, row.statuses.size() - 1)]); });
    Exerciser exerciser(plan);
    exerciser.each(
        1, [&](VerifySession& session, std::uint64_t) { session.exercise(large_note(exerciser), Expected::success); });
    const auto verification = exerciser.finish();
    ASSERT_EQ(verification.check.findings.size(), 1u) << row.name;
    EXPECT_EQ(verification.check.findings[0].evidence.back().text, row.said);
    EXPECT_EQ(verification.check.outcome, Outcome::failed);
  }
}

// Takes each title once, and breaks on a size.
class Titles {
 public:
  Answer operator()(const Request& request) {
    const auto document = contracts::Document::parse_json(request.body);
    if (!titles_.insert(std::string(document->root().find("title")->text())).second) return answer_of(409);
    return answer_of(document->root().find("size") != nullptr ? 500 : 201);
  }

 private:
  std::set<std::string> titles_;
};

TEST_F(Shrinking, AsksWithOtherTextsWhereAValueIsTakenOnce) {
  const auto titles = std::make_shared<Titles>();
  const VerifyPlan plan = plan_with([titles](const Request& request) { return (*titles)(request); });
  Exerciser exerciser(plan);
  exerciser.each(
      1, [&](VerifySession& session, std::uint64_t) { session.exercise(large_note(exerciser), Expected::success); });
  const auto verification = exerciser.finish();
  ASSERT_FALSE(verification.check.findings.empty());
  const auto& exchange = verification.check.findings[0].exchanges.back();
  EXPECT_EQ(exchange.response.status, 500u);
  EXPECT_THAT(exchange.request.body, HasSubstr("\"size\""));
  EXPECT_EQ(exchange.request.body.find("labels"), std::string::npos) << exchange.request.body;
  EXPECT_EQ(exchange.request.body.find("\"text\""), std::string::npos) << exchange.request.body;
}

// Hands out new ids, and breaks on reading any of its notes.
class Notes {
 public:
  Answer operator()(const Request& request) {
    if (request.method == "POST") return answer_of(201, R"({"id":"note-)" + std::to_string(++last_) + R"("})");
    const bool current = request.target == "/notes/note-" + std::to_string(last_);
    return answer_of(current ? 500 : 404);
  }

 private:
  int last_ = 100;
};

TEST_F(Shrinking, MakesTheThingsThatARequestIsAboutAgain) {
  for (const bool in_sequence : {false, true}) {
    const auto notes = std::make_shared<Notes>();
    const VerifyPlan plan = plan_with([notes](const Request& request) { return (*notes)(request); });
    Exerciser exerciser(plan);
    exerciser.each(1, [&](VerifySession& session, std::uint64_t) {
      if (in_sequence) session.begin_sequence();
      session.exercise(large_note(exerciser), Expected::success);
      session.exercise(large_note(exerciser), Expected::success);
      const auto& operation = *exerciser.contract().find("GET", "/notes/{note}");
      const auto request = contracts::match::valid_request(
          exerciser.contract(), operation, exerciser.random("test", operation, 0), contracts::schema::Flavour::typical,
          {{"note", contracts::Value("note-102")}});
      ASSERT_TRUE(request);
      session.exercise(*request, Expected::success);
    });
    const auto verification = exerciser.finish();
    ASSERT_EQ(verification.check.findings.size(), 1u);
    const auto& exchanges = verification.check.findings[0].exchanges;
    ASSERT_EQ(exchanges.size(), 2u) << in_sequence;
    EXPECT_EQ(exchanges[0].request.body, R"({"title":"a"})");
    EXPECT_THAT(exchanges[0].response.body,
                HasSubstr(exchanges[1].request.url.substr(exchanges[1].request.url.rfind('/') + 1)));
    EXPECT_EQ(exchanges[1].response.status, 500u);
  }
}

struct Reference {
  const char* target;
  const char* body;
  const char* rebound_target;
  const char* rebound_body;
};

TEST(Rebinding, FindsReferencesByTheirValue) {
  const Response before{201, "", {{"Location", "/notes/n%201"}}, R"({"id":"n 1","no":7,"owner":{"key":"k-77"}})"};
  const Response after{201, "", {{"Location", "/notes/n%202"}}, R"({"id":"n 2","no":8,"owner":{"key":"k-88"}})"};
  const Reference rows[] = {
      {"/notes/n%201", "", "/notes/n%202", ""},
      {"/notes/n%201/x?a=7&b=k-77", "", "/notes/n%202/x?a=8&b=k-88", ""},
      {"/owners/k-77", R"({"owner":"k-77","no":7})", "/owners/k-88", R"({"owner":"k-88","no":7})"},
      {"/owners/k-777?7=x", "", nullptr, nullptr},
      {"/", "", nullptr, nullptr},
  };
  for (const Reference& row : rows) {
    const Request request{"GET", row.target, {}, row.body};
    EXPECT_EQ(refers_to(request, {}, before), row.rebound_target != nullptr) << row.target;
    const Request result = rebound(request, std::span(&before, 1), std::span(&after, 1));
    EXPECT_EQ(result.target, row.rebound_target == nullptr ? row.target : row.rebound_target);
    EXPECT_EQ(result.body, row.rebound_body == nullptr ? row.body : row.rebound_body);
  }
}

TEST(Rebinding, TakesNoCommonTextForAReference) {
  const Request asked{"POST", "/notes", {}, R"({"kind":"plain"})"};
  const Response made{201, "", {}, R"({"id":"n 1","kind":"plain"})"};
  EXPECT_FALSE(refers_to({"POST", "/notes", {}, R"({"kind":"plain"})"}, asked, made));
  EXPECT_TRUE(refers_to({"GET", "/notes/plain", {}, ""}, asked, made));
}

FoundProblem problem(const char* operation, const char* kind, const char* pointer) {
  FoundProblem found;
  found.kind = kind;
  found.finding.rule = kind;
  found.finding.operation = operation;
  found.finding.id = std::string(operation) + kind + pointer;
  found.finding.location.pointer = pointer;
  return found;
}

TEST(SameCause, IsToldOnce) {
  std::vector<FoundProblem> all = {
      problem("GET /a", "schema", "/components/schemas/A"), problem("GET /b", "schema", "/components/schemas/A"),
      problem("GET /a", "status", "/paths/~1a/get"),        problem("GET /b", "status", "/paths/~1b/get"),
      problem("GET /c", "status", "/paths/~1c/get"),        problem("GET /a", "header", "/paths/~1a/get"),
      problem("GET /b", "header", "/paths/~1b/get"),
  };
  merge_same_causes(all, 6);
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[0].finding.operations, (std::vector<std::string>{"GET /a", "GET /b"}));
  EXPECT_EQ(all[0].finding.occurrences, 2u);
  EXPECT_EQ(all[1].finding.operations, (std::vector<std::string>{"GET /a", "GET /b", "GET /c"}));
  EXPECT_TRUE(all[2].finding.operations.empty());
  EXPECT_TRUE(all[3].finding.operations.empty());
  EXPECT_NE(all[1].finding.id, all[0].finding.id);
}

TEST(SameCause, NeedsHalfOfWhatWasExercised) {
  std::vector<FoundProblem> all = {problem("GET /a", "status", "/paths/~1a/get"),
                                   problem("GET /b", "status", "/paths/~1b/get"),
                                   problem("GET /c", "status", "/paths/~1c/get")};
  merge_same_causes(all, 7);
  EXPECT_EQ(all.size(), 3u);
}

}  // namespace
}  // namespace squall::tests
