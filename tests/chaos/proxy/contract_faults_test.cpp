// Faults that know the provider's contract, over real sockets: what the consumer got, and what it is called.
#include <gmock/gmock.h>

#include <atomic>
#include <set>

#include "contracts/http/message.h"
#include "tests/chaos/proxy/edge_fixture.h"
#include "tests/support/contracts.h"

namespace squall::chaos {
namespace {

using testing::HasSubstr;
using tests::RawProvider;
using tests::Wire;

const char* const kContract = R"(
openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders/{id}:
    get:
      responses:
        '200':
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: integer}
                  note: {type: string, nullable: true}
                  state: {type: string, enum: [open, paid]}
                  lines: {type: array, maxItems: 3, items: {type: string, enum: [x]}}
        '404': {description: none, content: {application/json: {schema: {type: object, required: [code],
          additionalProperties: false, properties: {code: {type: string, enum: [missing]}}}}}}
)";
const std::string kBody = R"({"id":1,"note":"n","state":"open","lines":["x"]})";

std::string answer_with(const std::string& body, const std::string& more = "X-Total: 1\r\n") {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + more +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

class ContractFaults : public EdgeTest {
 protected:
  void SetUp() override {
    provider = std::make_unique<RawProvider>([this](Wire& wire) {
      ++connections;
      while (!wire.read_to("\r\n\r\n").empty()) {
        ++asked;
        wire.send(answers.size() > 1 ? answers[std::min<std::size_t>(asked, answers.size()) - 1] : answers[0]);
      }
    });
  }
  void begin(unsigned workers = 1) {
    config.contract = std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
    start(Protocol::http, provider->port(), workers);
    client = Wire::dial(port);
  }
  struct Got {
    int status = 0;
    std::string head, body;
  };
  Got ask(const std::string& target = "/orders/7") {
    client.send("GET " + target + " HTTP/1.1\r\nHost: b\r\n\r\n");
    Got got;
    got.head = client.read_until([](const std::string& all) { return whole(all); });
    const auto end = got.head.find("\r\n\r\n");
    if (end == std::string::npos) return got;
    got.body = got.head.substr(end + 4);
    got.head.resize(end);
    got.status = std::stoi(got.head.substr(9, 3));
    return got;
  }
  // The one attempt: what was done and what it is called.
  std::string told() {
    const auto attempt = ended(1).at(0);
    return steps_of(attempt) + " | " + to_string(attempt.legality);
  }

  std::vector<std::string> answers = {answer_with(kBody)};
  std::atomic<std::size_t> asked{0}, connections{0};
  std::unique_ptr<RawProvider> provider;
  Wire client;

 private:
  static bool whole(const std::string& all) {
    const auto end = all.find("\r\n\r\n"), length = all.find("Content-Length: ");
    return end != std::string::npos && length != std::string::npos &&
           all.size() >= end + 4 + std::stoul(all.substr(length + 16));
  }
};

TEST_F(ContractFaults, DeclaredErrorIsLegal) {
  begin();
  inject("declared_error");
  const auto got = ask();
  EXPECT_EQ(got.status, 404);
  EXPECT_EQ(got.body, R"({"code":"missing"})");
  EXPECT_THAT(got.head, HasSubstr("Content-Type: application/json"));
  EXPECT_EQ(asked, 0u);
  EXPECT_EQ(told(), "respond 404 | legal");
}

TEST_F(ContractFaults, DeclaredErrorMayComeAfterTheProviderDidIt) {
  begin();
  inject("declared_error", R"({"status":404,"forward":true})");
  EXPECT_EQ(ask().status, 404);
  EXPECT_EQ(asked, 1u);
  EXPECT_EQ(ask().status, 404);  // nothing of the answer that was thrown away is taken for the next
}

TEST_F(ContractFaults, StrikeNothingWhereTheContractSaysNothing) {
  begin();
  inject("declared_error", R"({"status":500})");
  inject("illegal_change", R"({"keyword":"maximum"})");
  EXPECT_EQ(ask().body, kBody);
  EXPECT_EQ(told(), " | unknown");
  EXPECT_EQ(engine->counters("a-b").faulted, 0u);
  engine->remove_all_faults();
  inject("legal_change");
  EXPECT_EQ(ask("/unknown").body, kBody);
  EXPECT_EQ(engine->counters("a-b").faulted, 0u);
}

TEST_F(ContractFaults, LegalChangesAreLegal) {
  const std::pair<const char*, const char*> rows[] = {
      {"fewer_fields", R"({"id":1})"},
      {"more_fields", R"({"id":1,"note":"n","state":"open","lines":["x"],"addedLater":"new"})"},
      {"nulls", R"({"id":1,"note":null,"state":"open","lines":["x"]})"},
      {"other_values", R"({"id":1,"note":"n","state":"paid","lines":["x"]})"},
      {"fewest_items", R"({"id":1,"note":"n","state":"open","lines":[]})"},
      {"most_items", R"({"id":1,"note":"n","state":"open","lines":["x","x","x"]})"}};
  begin();
  std::size_t asks = 0;
  for (const auto& [how, expected] : rows) {
    const auto id = inject("legal_change", std::string(R"({"how":")") + how + "\"}");
    const auto got = ask();
    EXPECT_EQ(got.body, expected) << how;
    EXPECT_THAT(got.head, HasSubstr("X-Total: 1")) << how;
    const auto attempt = ended(++asks).back();
    EXPECT_THAT(steps_of(attempt), HasSubstr(how));
    EXPECT_EQ(attempt.legality, Legality::legal) << how;
    EXPECT_TRUE(attempt.from_provider);
    ASSERT_TRUE(engine->remove_fault("a-b", id));
  }
}

TEST_F(ContractFaults, IllegalChangesAreIllegal) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"how":"body","keyword":"required"})", "respond 200: body the value property 'id' is required"},
      {R"({"how":"status","status":418})", "respond 418: status 418 is not declared"},
      {R"({"how":"media_type"})", "respond 200: media type application/x-squall is not declared"},
      {R"({"how":"header"})", "respond 200: required header 'X-Total' is missing"}};
  begin();
  std::size_t asks = 0;
  for (const auto& [parameters, expected] : rows) {
    const auto id = inject("illegal_change", parameters);
    const auto got = ask();
    EXPECT_EQ(got.status, std::string(parameters).find("418") != std::string::npos ? 418 : 200);
    EXPECT_EQ(got.body.find("\"id\"") == std::string::npos, asks == 0) << got.body;
    EXPECT_EQ(got.head.find("X-Total") == std::string::npos, asks == 3) << got.head;
    EXPECT_EQ(got.head.find("application/x-squall") != std::string::npos, asks == 2) << got.head;
    const auto attempt = ended(++asks).back();
    EXPECT_THAT(steps_of(attempt), testing::StartsWith(expected));
    EXPECT_EQ(attempt.legality, Legality::illegal) << parameters;
    ASSERT_TRUE(engine->remove_fault("a-b", id));
  }
  EXPECT_EQ(asked, 4u);
  EXPECT_EQ(connections, 1u);  // what was read to its end leaves the connection as it was
}

TEST_F(ContractFaults, AnAnswerInTheMiddleOfTheRequestCostsTheProvidersConnection) {
  begin();
  inject("illegal_change", R"({"how":"status","status":418})");
  client.send(
      "GET /orders/7 HTTP/1.1\r\nHost: b\r\nContent-Length: 4\r\n"
      "traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n");
  ASSERT_TRUE(tests::eventually([&] { return engine->counters("a-b").received_down >= answers[0].size(); }));
  client.send("abcd");
  EXPECT_THAT(client.read_to(kBody), HasSubstr("418"));
  EXPECT_EQ(ask().status, 418);
  EXPECT_EQ(connections, 2u);
}

TEST_F(ContractFaults, StaleAnswersComeAgain) {
  const std::string later = R"({"id":2})";
  answers = {answer_with(kBody), answer_with(later), "HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"};
  begin();
  inject("stale");
  EXPECT_EQ(ask().body, kBody);
  EXPECT_EQ(ask().body, kBody);
  const auto got = ask();
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, kBody);
  EXPECT_EQ(asked, 3u);
  const auto attempts = ended(3);
  EXPECT_EQ(steps_of(attempts[0]), "");
  EXPECT_EQ(steps_of(attempts[2]), "respond 200: as before");
  EXPECT_EQ(attempts[2].legality, Legality::legal);
}

TEST_F(ContractFaults, StaleAnswersReplaceOneThatEndsWithItsConnection) {
  answers = {answer_with(kBody)};
  begin();
  inject("stale");
  EXPECT_EQ(ask().body, kBody);
  RawProvider closing([](Wire& wire) {
    wire.read_to("\r\n\r\n");
    wire.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}");
  });
  ASSERT_TRUE(engine->set_upstream("a-b", "127.0.0.1", closing.port()));
  client = Wire::dial(port);
  EXPECT_EQ(ask().body, kBody);
  EXPECT_EQ(ask().body, kBody);  // and the consumer's connection goes on
}

TEST_F(ContractFaults, CanaryMarksWhatTheContractLeavesFree) {
  begin();
  inject("canary", R"({"mark":"~7"})");
  EXPECT_EQ(ask().body, R"({"id":1,"note":"n~7","state":"open","lines":["x"]})");
  EXPECT_EQ(told(), "rewrite to 50 bytes | legal");
}

TEST_F(ContractFaults, EveryFaultIsToldByWhatTheConsumerGot) {
  struct Row {
    const char* kind;
    const char* parameters;
    Legality expected;
  };
  const Row rows[] = {{"latency", R"({"mean":"1ms"})", Legality::legal},
                      {"abort", R"({"status":503})", Legality::illegal},
                      {"abort", R"({"status":404,"body":{"code":"missing"}})", Legality::legal},
                      {"rewrite", R"({"pointer":"/id","value":"one"})", Legality::illegal},
                      {"broken_json", "{}", Legality::illegal},
                      {"reset", "{}", Legality::transport},
                      {"truncate", R"({"bytes":3})", Legality::transport},
                      {"wrong_length", R"({"claim":"less"})", Legality::transport}};
  begin();
  std::size_t asks = 0;
  for (const auto& row : rows) {
    client = Wire::dial(port);
    const auto id = inject(row.kind, row.parameters);
    ask();
    client.close();
    EXPECT_EQ(ended(++asks).back().legality, row.expected) << row.kind << " " << row.parameters;
    ASSERT_TRUE(engine->remove_fault("a-b", id));
  }
}

TEST_F(ContractFaults, WhatIsTooLongOrUnreadableIsNotJudged) {
  const std::string coded =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Total: 1\r\nContent-Encoding: br\r\n"
      "Content-Length: 2\r\n\r\n{}";
  answers = {answer_with("\"" + std::string(3000, 'x') + "\""), coded};
  config.observe_body_limit = 1000;
  begin();
  inject("latency", R"({"mean":"1ms"})");
  ask();
  ask();
  const auto attempts = ended(2);
  EXPECT_EQ(attempts[0].legality, Legality::unknown);
  EXPECT_EQ(attempts[1].legality, Legality::unknown);
}

TEST_F(ContractFaults, TheSeedMakesThemTheSameWithAnyNumberOfWorkers) {
  std::vector<std::string> first;
  for (const unsigned workers : {1u, 2u, 8u}) {
    begin(workers);
    FaultSpec spec;
    spec.id = "x";
    spec.kind = "illegal_change";
    spec.share = 0.5;
    ASSERT_TRUE(engine->add_fault("a-b", spec));
    std::vector<std::string> bodies;
    for (int i = 0; i < 12; ++i) {
      client = Wire::dial(port);
      bodies.push_back(ask("/orders/" + std::to_string(i)).body);
    }
    if (first.empty()) first = bodies;
    EXPECT_EQ(bodies, first) << workers;
    engine->stop();
  }
  EXPECT_GT(std::set<std::string>(first.begin(), first.end()).size(), 3u);
}

TEST_F(ContractFaults, NeedTheContract) {
  start(Protocol::http, provider->port());
  for (const char* kind : {"declared_error", "legal_change", "illegal_change"}) {
    FaultSpec spec;
    spec.kind = kind;
    const auto added = engine->add_fault("a-b", spec);
    ASSERT_FALSE(added) << kind;
    EXPECT_EQ(added.error().kind, contracts::ErrorKind::usage);
    EXPECT_THAT(added.error().message, HasSubstr("needs the contract"));
  }
}

}  // namespace
}  // namespace squall::chaos
