#include "harness/stub/stub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contracts/core/document.h"
#include "contracts/match/validate.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Request;
using contracts::http::Response;
using testing::HasSubstr;
using tests::orders_router;

Response ask(const Request& request, StubOptions options = {}) {
  return make_stub(orders_router(), std::move(options))({request, "127.0.0.1:1"}).response;
}

const Headers kJson{{"Content-Type", "application/json"}};

struct Row {
  const char* name;
  Request request;
  int status;
  const char* header;   // "Name: value" or ""
  const char* in_body;  // "" : any
  const char* more_in_body = "";
};

class Answers : public testing::TestWithParam<Row> {};

TEST_P(Answers, AsTheContractSays) {
  const Row& row = GetParam();
  const Response response = ask(row.request);
  EXPECT_EQ(response.status, row.status) << response.body;
  const std::string header = row.header;
  if (!header.empty()) {
    const auto colon = header.find(": ");
    EXPECT_EQ(response.headers.get(header.substr(0, colon)), header.substr(colon + 2));
  }
  EXPECT_THAT(response.body, HasSubstr(row.in_body));
  EXPECT_THAT(response.body, HasSubstr(row.more_in_body));
  if (response.headers.get("Content-Type") == "application/problem+json") {
    const auto document = contracts::Document::parse_json(response.body);
    ASSERT_TRUE(document) << response.body;
    EXPECT_EQ(document->root().find("status")->text(), std::to_string(response.status));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Stub, Answers,
    testing::Values(
        Row{"first_example", {"GET", "/orders/7", {}, ""}, 200, "Content-Type: application/json", R"("state":"open")"},
        Row{"named_example", {"GET", "/orders/7", {{"Prefer", "example=paid"}}, ""}, 200, "", R"("state":"paid")"},
        Row{"asked_status", {"GET", "/orders/7", {{"Prefer", "code=404"}}, ""}, 404, "", R"("error")"},
        Row{"asked_status_among_others",
            {"GET", "/orders/7", {{"Prefer", "wait=10, code=404; x=\"a,b\""}}, ""},
            404,
            "",
            ""},
        Row{"asked_status_in_the_query", {"GET", "/orders/7?__code=404", {}, ""}, 404, "", R"("error")"},
        Row{"named_example_in_the_query", {"GET", "/orders/7?__example=paid", {}, ""}, 200, "", R"("state":"paid")"},
        Row{"unknown_example",
            {"GET", "/orders/7", {{"Prefer", "example=lost"}}, ""},
            404,
            "Content-Type: application/problem+json",
            "no example 'lost'"},
        Row{"sample", {"GET", "/orders", {}, ""}, 200, "", R"("state":")"},
        Row{"undeclared_status",
            {"GET", "/orders/7", {{"Prefer", "code=418"}}, ""},
            404,
            "Content-Type: application/problem+json",
            "418 is not declared",
            "orders.yaml:"},
        Row{"nonsense_status", {"GET", "/orders/7", {{"Prefer", "code=lots"}}, ""}, 400, "", "from 200 to 599"},
        Row{"informational_status", {"GET", "/orders/7", {{"Prefer", "code=100"}}, ""}, 400, "", "from 200 to 599"},
        Row{"first_of_two_statuses",
            {"GET", "/orders/7", {{"Prefer", "code=404, code=200"}, {"Prefer", "code=418"}}, ""},
            404,
            "",
            R"("error")"},
        Row{"first_of_two_statuses_in_the_query", {"GET", "/orders/7?__code=404&__code=200", {}, ""}, 404, "", "error"},
        Row{"query_before_header", {"GET", "/orders/7?__code=404", {{"Prefer", "code=200"}}, ""}, 404, "", "error"},
        Row{"accept_in_several_lines",
            {"GET", "/orders/7", {{"Accept", "image/png"}, {"Accept", "application/json"}}, ""},
            200,
            "Content-Type: application/json",
            ""},
        Row{"created", {"POST", "/orders", kJson, R"({"sku":"abc","quantity":2})"}, 201, "", "{"},
        Row{"no_body", {"DELETE", "/orders/7", {}, ""}, 204, "", ""},
        Row{"unknown_path", {"GET", "/nowhere", {}, ""}, 404, "Content-Type: application/problem+json", "/nowhere"},
        Row{"undeclared_method", {"PATCH", "/orders/7", {}, ""}, 405, "Allow: GET, DELETE, HEAD, OPTIONS", "PATCH"},
        Row{"options", {"OPTIONS", "/orders/7", {}, ""}, 204, "Allow: GET, DELETE, HEAD, OPTIONS", ""},
        Row{"head_is_get", {"HEAD", "/orders/7", {}, ""}, 200, "Content-Type: application/json", ""},
        Row{"not_acceptable", {"GET", "/orders/7", {{"Accept", "image/png"}}, ""}, 406, "", "application/json"},
        Row{"wrong_media_type", {"POST", "/orders", {{"Content-Type", "text/plain"}}, "abc"}, 415, "", "text/plain"},
        Row{"bad_body",
            {"POST", "/orders", kJson, R"({"sku":"abc","quantity":0})"},
            400,
            "",
            R"("pointer":"/quantity")",
            "orders.yaml:"},
        Row{"refused_with_the_declared_body",
            {"POST", "/notes", kJson, R"({})"},
            400,
            "Squall-Violation: the request is not what POST /notes declares: body: property 'text' is required",
            R"("error")"},
        Row{"bad_parameter", {"GET", "/orders?limit=many", {}, ""}, 422, "", R"("in":"query.limit")", "orders.yaml:"},
        Row{"no_credentials", {"GET", "/secret", {}, ""}, 401, "WWW-Authenticate: Bearer", "violations"},
        Row{"with_credentials", {"GET", "/secret", {{"Authorization", "Bearer x"}}, ""}, 200, "", ""}),
    [](const auto& row) { return row.param.name; });

TEST(Stub, AnswersEqualRequestsEquallyAndOthersByThemselves) {
  const Request list{"GET", "/orders?limit=5", {}, ""};
  StubOptions dynamic;
  dynamic.answers.dynamic = true;
  const Response first = ask(list, dynamic);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(ask(list, dynamic), first);
  StubOptions other = dynamic;
  other.seed = 99;
  bool differs = false;
  for (int limit = 1; limit <= 9; ++limit) {
    const Request request{"GET", "/orders?limit=" + std::to_string(limit), {}, ""};
    differs = differs || ask(request, dynamic).body != ask(request, other).body;
  }
  EXPECT_TRUE(differs);
}

TEST(Stub, MakesAnswersItsContractAccepts) {
  for (const char* prefer : {"", "dynamic=true"}) {
    for (const Request& request : {Request{"GET", "/orders/7", {}, ""}, Request{"GET", "/orders?limit=3", {}, ""},
                                   Request{"POST", "/orders", kJson, R"({"sku":"a","quantity":1})"}}) {
      Request asked = request;
      asked.headers.add("Prefer", prefer);
      const Response response = ask(asked);
      const auto route = orders_router()->route(request.method, request.target);
      const auto violations =
          contracts::match::validate_response(orders_router()->contract(), *route.operation, request.method, response);
      EXPECT_TRUE(violations.empty()) << request.target << prefer << ": " << violations.front().message;
    }
  }
}

TEST(Stub, LeavesExamplesOutWhenAskedToBeDynamic) {
  const Response response = ask({"GET", "/orders/7", {{"Prefer", "dynamic=true"}}, ""});
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, testing::Not(HasSubstr("4711")));
}

TEST(Stub, ReportsViolationsAndAnswersAllTheSame) {
  StubOptions options;
  options.errors = StubErrors::report;
  std::vector<std::string> heard;
  options.observe = [&](const StubExchange& exchange) {
    for (const auto& violation : exchange.violations)
      heard.push_back(exchange.operation->name() + " " + violation.where);
  };
  EXPECT_EQ(ask({"POST", "/orders", kJson, R"({"sku":"abc","quantity":0})"}, options).status, 201);
  EXPECT_THAT(heard, testing::ElementsAre("POST /orders body"));
}

TEST(Stub, ObservesWhatNoOperationIsFor) {
  StubOptions options;
  int seen = 0;
  options.observe = [&](const StubExchange& exchange) {
    ++seen;
    EXPECT_EQ(exchange.operation, nullptr);
    EXPECT_EQ(exchange.violations.size(), 1u);
    EXPECT_EQ(exchange.reply.response.status, 404);
  };
  ask({"GET", "/nowhere", {}, ""}, options);
  EXPECT_EQ(seen, 1);
}

TEST(Stub, WaitsAsLongAsItsLatency) {
  StubOptions options;
  options.latency = std::chrono::milliseconds(250);
  EXPECT_EQ(make_stub(orders_router(), options)({{"GET", "/orders/7", {}, ""}, ""}).delay,
            std::chrono::milliseconds(250));
}

StubOptions answered_by(Responder responder) {
  StubOptions options;
  options.responders.push_back(std::move(responder));
  return options;
}

TEST(Stub, AsksRespondersBeforeTheContract) {
  std::vector<std::string> heard;
  const auto options = answered_by([&](const JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
    const auto* operation = judged.operation();
    std::string line = operation != nullptr ? operation->name() : "none";
    for (const auto& [parameter, value] : judged.parameters()) {
      line += " " + parameter->name + "=" + contracts::to_json(value);
    }
    heard.push_back(line + (judged.refused ? " refused" : ""));
    if (operation == nullptr || operation->path != "/orders/{id}") return std::nullopt;
    return chaos::http::Reply{{418, "I'm a teapot", {}, "mine"}, std::chrono::milliseconds(5)};
  });
  EXPECT_EQ(ask({"GET", "/orders/7", {}, ""}, options).body, "mine");
  EXPECT_EQ(ask({"HEAD", "/orders/8", {}, ""}, options).status, 418);
  EXPECT_EQ(ask({"GET", "/orders?limit=3", {}, ""}, options).status, 200);
  EXPECT_EQ(ask({"GET", "/orders?limit=many", {}, ""}, options).status, 422);
  EXPECT_EQ(ask({"GET", "/nowhere", {}, ""}, options).status, 404);
  EXPECT_EQ(ask({"OPTIONS", "/orders/7", {}, ""}, options).status, 204);
  EXPECT_THAT(heard, testing::ElementsAre("GET /orders/{id} id=7", "GET /orders/{id} id=8", "GET /orders limit=3",
                                          "GET /orders limit=\"many\" refused", "none refused", "none"));
}

TEST(Stub, ChangesEveryAnswerInOrder) {
  StubOptions options = answered_by([](const JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
    if (judged.request().target != "/mine") return std::nullopt;
    return chaos::http::Reply{{200, "OK", {}, "mine"}, {}};
  });
  options.changes = {[](const JudgedRequest&, chaos::http::Reply& reply) { reply.response.body += " changed"; },
                     [](const JudgedRequest&, chaos::http::Reply& reply) { reply.response.body += " twice"; }};
  EXPECT_EQ(ask({"GET", "/mine", {}, ""}, options).body, "mine changed twice");
  EXPECT_THAT(ask({"GET", "/nowhere", {}, ""}, options).body, testing::EndsWith(" changed twice"));
}

struct CorsRow {
  const char* name;
  Headers asked;
  const char* header;
  const char* value;
};

class Preflight : public testing::TestWithParam<CorsRow> {};

TEST_P(Preflight, LetsPagesAsk) {
  const Response response = ask({"OPTIONS", "/orders/7", GetParam().asked, ""});
  EXPECT_EQ(response.status, 204);
  EXPECT_EQ(response.headers.get(GetParam().header), GetParam().value);
}

const Headers kPlain{{"Origin", "http://page.test"}, {"Access-Control-Request-Method", "PATCH"}};

INSTANTIATE_TEST_SUITE_P(
    Cors, Preflight,
    testing::Values(CorsRow{"any_origin", kPlain, "Access-Control-Allow-Origin", "*"},
                    CorsRow{"the_method", kPlain, "Access-Control-Allow-Methods", "PATCH"},
                    CorsRow{"any_header", kPlain, "Access-Control-Allow-Headers", "*"},
                    CorsRow{"varies", kPlain, "Vary", "Origin"},
                    CorsRow{"headers_by_name",
                            {{"Origin", "http://page.test"},
                             {"Access-Control-Request-Method", "GET"},
                             {"Access-Control-Request-Headers", "authorization, x-a"}},
                            "Access-Control-Allow-Headers",
                            "authorization, x-a"},
                    CorsRow{"no_preflight", {{"Origin", "http://page.test"}}, "Allow", "GET, DELETE, HEAD, OPTIONS"}),
    [](const auto& row) { return row.param.name; });

TEST(Stub, QuotesAnyBytesInAProblemThatIsJson) {
  const Response response = ask({"GET", "/now\xffhere", {}, ""});
  EXPECT_EQ(response.status, 404);
  EXPECT_TRUE(contracts::Document::parse_json(response.body)) << response.body;
  EXPECT_THAT(response.body, HasSubstr("/now\xEF\xBF\xBDhere"));
}

TEST(Stub, SaysThatAnAnswerVariesByOrigin) {
  const Headers from_browser{{"Origin", "http://page.test"}, {"Sec-Fetch-Mode", "cors"}};
  const struct {
    Headers known;
    const char* told;
  } rows[] = {{{}, "Origin"},
              {{{"Vary", "Accept"}}, "Accept, Origin"},
              {{{"Vary", "Accept"}, {"Vary", "Prefer"}}, "Accept, Prefer, Origin"},
              {{{"Vary", "Accept, origin"}}, "Accept, origin"},
              {{{"Vary", "*"}}, "*"}};
  for (const auto& row : rows) {
    const auto options = answered_by([&](const JudgedRequest&) -> std::optional<chaos::http::Reply> {
      return chaos::http::Reply{{200, "OK", row.known, ""}, {}};
    });
    EXPECT_EQ(ask({"GET", "/orders/7", from_browser, ""}, options).headers.get("Vary"), row.told);
    EXPECT_EQ(ask({"GET", "/orders/7", {}, ""}, options).headers.all("Vary"), row.known.all("Vary"));
  }
}

TEST(Stub, LetsPagesReadAnswers) {
  const Headers from_page{{"Origin", "http://page.test"}};
  EXPECT_EQ(ask({"GET", "/orders/7", from_page, ""}).headers.get("Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(ask({"GET", "/nowhere", from_page, ""}).headers.get("Access-Control-Allow-Origin"), "*");
  EXPECT_FALSE(ask({"GET", "/orders/7", {}, ""}).headers.contains("Access-Control-Allow-Origin"));
  const Headers from_browser{{"Origin", "http://page.test"}, {"Sec-Fetch-Mode", "cors"}};
  EXPECT_EQ(ask({"GET", "/orders/7", from_browser, ""}).headers.get("Access-Control-Allow-Origin"), "http://page.test");
  const Headers with_cookie{{"Origin", "http://page.test"}, {"Cookie", "a=b"}};
  const Response private_answer = ask({"GET", "/orders/7", with_cookie, ""});
  EXPECT_EQ(private_answer.headers.get("Access-Control-Allow-Origin"), "http://page.test");
  EXPECT_EQ(private_answer.headers.get("Access-Control-Expose-Headers"), "Content-Type, Server, Vary");
  StubOptions off;
  off.cors = false;
  EXPECT_FALSE(ask({"GET", "/orders/7", from_page, ""}, off).headers.contains("Access-Control-Allow-Origin"));
  EXPECT_EQ(ask({"OPTIONS", "/orders/7", kPlain, ""}, off).headers.get("Allow"), "GET, DELETE, HEAD");
}

}  // namespace
}  // namespace squall::harness
