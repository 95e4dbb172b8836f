// Providers that misbehave below HTTP: the outcome is clear, memory bounded, and nothing is blamed that Squall cut.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>

#include "harness/verify/verify.h"
#include "tests/support/contracts.h"
#include "tests/support/scripted_server.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::match::Router;
using reports::Outcome;
using testing::Contains;
using testing::HasSubstr;
using Then = ServerAct::Then;

constexpr const char* yaml = R"(openapi: 3.0.3
info: {title: Files, version: '1'}
paths:
  /file:
    get:
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object}}}}
  /events:
    get:
      responses:
        '200': {description: ok, content: {text/event-stream: {schema: {type: string}}}}
)";

Verification verify_against(const std::string& url, std::chrono::milliseconds timeout = std::chrono::seconds(10),
                            bool with_events = true) {
  static const auto router = std::make_shared<const Router>(contract_of(yaml));
  VerifyPlan plan;
  plan.service = "files";
  plan.router = router;
  plan.base_url = url;
  if (!with_events) plan.left_out = {router->contract().find("GET", "/events")};
  plan.connect = [url, timeout]() -> Send {
    SendOptions options;
    options.timeout = timeout;
    return [url, options, client = std::make_shared<Client>()](const contracts::http::Request& request) {
      return client->send(url, request, options);
    };
  };
  return verify(plan);
}

std::string listed(const reports::Check& check) {
  std::string text = check.reason + "\n";
  for (const auto& finding : check.findings) text += finding.rule + " | " + finding.message + "\n";
  for (const auto& fact : check.facts) text += "- " + fact + "\n";
  return text;
}

std::string json_head(const std::string& framing) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + framing + "\r\n";
}

struct Misbehaviour {
  const char* name;
  ServerAct act;
  Outcome outcome;
  const char* said;  // in the findings, the facts or the reason
};
void PrintTo(const Misbehaviour& row, std::ostream* out) {
  *out << row.name;
}

class Provider : public testing::TestWithParam<Misbehaviour> {};

TEST_P(Provider, MisbehavesAndThatIsSaid) {
  const Misbehaviour& row = GetParam();
  ScriptedServer server([&](const std::string&, std::size_t) { return row.act; });
  const auto verification = verify_against(server.url(), std::chrono::milliseconds(300));
  EXPECT_EQ(verification.check.outcome, row.outcome) << listed(verification.check);
  EXPECT_THAT(listed(verification.check), HasSubstr(row.said));
  for (const auto& finding : verification.check.findings) {
    EXPECT_NE(finding.rule, "response.body.malformed") << listed(verification.check);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Provider,
    testing::Values(
        Misbehaviour{"closes_in_the_body",
                     {json_head("Content-Length: 100\r\n") + "{\"a\":", Then::close},
                     Outcome::failed,
                     "closed the connection in the middle of an answer"},
        Misbehaviour{"closes_in_a_chunk",
                     {json_head("Transfer-Encoding: chunked\r\n") + "20\r\n{\"a\"", Then::close},
                     Outcome::failed,
                     "closed the connection in the middle of an answer"},
        Misbehaviour{
            "closes_in_the_head", {"HTTP/1.1 200 OK\r\nContent-Ty", Then::close}, Outcome::failed, "response.missing"},
        Misbehaviour{"closes_at_once", {"", Then::close}, Outcome::failed, "closed the connection before an answer"},
        Misbehaviour{"resets", {"", Then::reset}, Outcome::failed, "reset the connection"},
        Misbehaviour{"sends_no_http", {"220 ftp ready\r\n", Then::close}, Outcome::failed, "not HTTP/1.1"},
        Misbehaviour{"breaks_a_chunk",
                     {json_head("Transfer-Encoding: chunked\r\n") + "zz\r\n{}\r\n0\r\n\r\n", Then::close},
                     Outcome::failed,
                     "not HTTP/1.1"},
        Misbehaviour{"has_a_length_that_is_none",
                     {json_head("Content-Length: many\r\n") + "{}", Then::close},
                     Outcome::failed,
                     "not HTTP/1.1"},
        Misbehaviour{"sends_headers_without_end",
                     {"HTTP/1.1 200 OK\r\n", Then::repeat, "X-More: " + std::string(1000, 'x') + "\r\n"},
                     Outcome::failed,
                     "response.missing"},
        Misbehaviour{"sends_interim_answers_without_end",
                     {"", Then::repeat, "HTTP/1.1 102 Processing\r\n\r\n"},
                     Outcome::failed,
                     "response.missing"},
        Misbehaviour{"never_answers", {"", Then::hold}, Outcome::errored, "no answer from"},
        Misbehaviour{"does_not_finish",
                     {json_head("Content-Length: 100\r\n") + "{", Then::hold},
                     Outcome::errored,
                     "did not finish within"},
        Misbehaviour{"speaks_tls",
                     {std::string("\x15\x03\x01\x00\x02\x02\x46", 7), Then::close},
                     Outcome::failed,
                     "not HTTP/1.1"}),
    [](const auto& row) { return std::string(row.param.name); });

struct Soundness {
  const char* name;
  std::string answer;
};

TEST(OddProviders, AreSound) {
  const Soundness rows[] = {
      {"interim answers first", "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" +
                                    json_head("Content-Length: 2\r\n") + "{}"},
      {"chunks, an extension and a trailer",
       json_head("Transfer-Encoding: chunked\r\n") + "1;x=y\r\n{\r\n1\r\n}\r\n0\r\nX-Sum: 1\r\n\r\n"},
  };
  for (const Soundness& row : rows) {
    ScriptedServer server([&](const std::string& raw, std::size_t) -> ServerAct {
      if (raw.find("GET /events") == std::string::npos) return {row.answer};
      return {"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9\r\n\r\ndata: a\n\n"};
    });
    const auto verification = verify_against(server.url());
    EXPECT_EQ(verification.check.outcome, Outcome::passed) << row.name << "\n" << listed(verification.check);
  }
}

// An answer that comes with another one behind it is not taken for the answer to the next request.
TEST(OddProviders, ThatAnswerTwiceDoNotMixAnswersUp) {
  ScriptedServer server([&](const std::string& raw, std::size_t) -> ServerAct {
    const std::string events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 0\r\n\r\n";
    const std::string file = json_head("Content-Length: 2\r\n") + "{}";
    return {raw.find("GET /events") == std::string::npos ? file + events : events + file};
  });
  const auto verification = verify_against(server.url());
  EXPECT_EQ(verification.check.outcome, Outcome::passed) << listed(verification.check);
}

TEST(OddProviders, StreamEventsWithoutEnd) {
  ScriptedServer server([](const std::string& raw, std::size_t) -> ServerAct {
    if (raw.find("GET /events") == std::string::npos) return {json_head("Content-Length: 2\r\n") + "{}"};
    return {"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: a\n\n", Then::hold};
  });
  const auto verification = verify_against(server.url(), std::chrono::milliseconds(300));
  EXPECT_EQ(verification.check.outcome, Outcome::passed) << listed(verification.check);
}

long peak_kilobytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

bool is_get(const std::string& raw) {
  return raw.compare(0, 4, "GET ") == 0;
}
const std::string no_such_method = "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n";

TEST(LargeAnswers, AreCutAndNotJudgedByTheCut) {
  const std::string body = "{\"a\":\"" + std::string(50u << 20, 'x') + "\"}";
  const std::string answer =
      json_head("Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n") + body;
  ScriptedServer server([&](const std::string& raw, std::size_t) -> ServerAct {
    if (!is_get(raw)) return {no_such_method};
    return {answer, Then::close};
  });
  const auto verification = verify_against(server.url(), std::chrono::seconds(60), false);
  for (const auto& finding : verification.check.findings) {
    EXPECT_NE(finding.severity, reports::Severity::error) << listed(verification.check);
  }
}

TEST(LargeAnswers, WithoutEndAreBoundedInMemory) {
  const long before = peak_kilobytes();
  ScriptedServer server([](const std::string& raw, std::size_t) -> ServerAct {
    if (!is_get(raw)) return {no_such_method};
    return {json_head("") + "[", Then::repeat, std::string(1u << 20, '1') + ","};
  });
  const auto verification = verify_against(server.url(), std::chrono::seconds(60), false);
  for (const auto& finding : verification.check.findings) {
    EXPECT_NE(finding.severity, reports::Severity::error) << listed(verification.check);
  }
  EXPECT_LT(peak_kilobytes() - before, 300 * 1024);
}

TEST(LargeContracts, OfTenThousandOperationsAreBoundedInMemory) {
  std::string many = "openapi: 3.0.3\ninfo: {title: Many, version: '1'}\npaths:\n";
  for (int i = 0; i < 10'000; ++i) {
    many += "  /things/" + std::to_string(i) +
            ": {get: {responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}}}\n";
  }
  VerifyPlan plan;
  plan.service = "many";
  plan.router = std::make_shared<const Router>(contract_of(many));
  plan.workers = 2;
  plan.requests_per_operation = 3;
  std::atomic<std::uint64_t> calls = 0;
  plan.connect = [&]() -> Send {
    return [&](const contracts::http::Request& request) {
      ++calls;
      Answer answer;
      answer.response.status = contracts::stable_hash(request.target) % 2 == 0 ? 200 : 500;
      answer.response.headers.add("Content-Type", "application/json");
      answer.response.body = "{}";
      if (request.method != "GET") {
        answer.response.status = 405;
        answer.response.headers.add("Allow", "GET");
      }
      return answer;
    };
  };
  const long before = peak_kilobytes();
  const auto verification = verify(plan);
  EXPECT_EQ(verification.coverage.size(), 10'000u);
  EXPECT_EQ(verification.check.outcome, Outcome::failed);
  EXPECT_LE(verification.check.findings.size(), 20u) << "one cause is told once";
  EXPECT_GE(calls, 20'000u);
  EXPECT_LT(peak_kilobytes() - before, 400 * 1024);
}

}  // namespace
}  // namespace squall::tests
