#include "harness/stub_record/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "harness/stub/stub.h"
#include "tests/support/orders_contract.h"
#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using testing::AllOf;
using testing::Each;
using testing::HasSubstr;
using testing::Not;

const Headers kJson{{"Content-Type", "application/json"}};

class RecorderTest : public testing::Test {
 protected:
  ~RecorderTest() override { std::filesystem::remove(file); }

  contracts::Result<std::unique_ptr<Recorder>> open(const std::string& url) {
    return Recorder::open(
        {url, file, std::chrono::seconds(10), [this](const std::string& line) { said.push_back(line); }},
        SecretPlaces(tests::orders_router()->contract()));
  }

  // A stub that asks the provider there.
  chaos::http::Handler stub_of(const std::string& url) {
    auto opened = open(url);
    if (!opened) throw std::runtime_error(opened.error().message);
    recorder = std::move(*opened);
    StubOptions options;
    options.errors = StubErrors::report;
    options.responders.push_back([this](JudgedRequest& judged) { return recorder->answer(judged); });
    options.observe = [this](const StubExchange& exchange) { notes = exchange.notes; };
    return make_stub(tests::orders_router(), std::move(options));
  }

  std::string recorded() {
    EXPECT_TRUE(recorder->save());
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }

  static std::string fresh_name() {
    static std::atomic<int> number{0};
    return (std::filesystem::temp_directory_path() /
            ("squall-recorder-" + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".yaml"))
        .string();
  }

  std::string file = fresh_name();
  std::unique_ptr<Recorder> recorder;
  std::vector<std::string> said, notes;
};

TEST_F(RecorderTest, RefusesWhatIsNoUrlOfAProvider) {
  for (const char* url : {"", "127.0.0.1:80", "ftp://h", "http://", "http://u:swordfish@h", "http://h?a=swordfish@"}) {
    const auto opened = open(url);
    ASSERT_FALSE(opened) << url;
    EXPECT_EQ(opened.error().kind, contracts::ErrorKind::usage) << url;
    EXPECT_THAT(opened.error().message, HasSubstr("--record: ")) << url;
    EXPECT_FALSE(std::filesystem::exists(file)) << url;
  }
  EXPECT_THAT(open("http://u:swordfish@h").error().message,
              AllOf(HasSubstr("user information"), Not(HasSubstr("swordfish"))));
}

TEST_F(RecorderTest, SaysThatAFileCannotBeWritten) {
  const std::string usual = std::exchange(file, std::string(5000, 'f'));
  const auto opened = open("http://127.0.0.1:1");
  file = usual;
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, contracts::ErrorKind::io);
  EXPECT_THAT(opened.error().message, HasSubstr("cannot write"));
}

TEST_F(RecorderTest, OverwritesNothing) {
  std::ofstream(file) << "mine";
  ASSERT_FALSE(open("http://127.0.0.1:1"));
  EXPECT_EQ(std::filesystem::file_size(file), 4u);
}

TEST_F(RecorderTest, AsksWithoutTheConnectionsOwnFields) {
  tests::ScriptedServer provider(
      [](const std::string&, std::size_t) -> tests::ServerAct { return {tests::plain_answer(200, "[]")}; });
  const auto stub = stub_of(provider.url() + "/base/");
  stub({{"GET", "/orders", {{"Connection", "X-Hop"}, {"X-Hop", "1"}, {"X-End", "2"}}, ""}, "127.0.0.1:1"});
  ASSERT_EQ(provider.requests().size(), 1u);
  EXPECT_THAT(provider.requests().front(),
              AllOf(HasSubstr("GET /base/orders HTTP/1.1"), HasSubstr("X-End: 2"), Not(HasSubstr("X-Hop"))));
}

TEST_F(RecorderTest, TellsNoSecretsOfWhatDeparts) {
  tests::ScriptedServer provider([](const std::string&, std::size_t) -> tests::ServerAct {
    return {tests::plain_answer(200, R"({"id":"swordfish-1","password":"swordfish-1"})",
                                "Content-Type: application/json\r\n")};
  });
  const auto stub = stub_of(provider.url());
  stub({{"GET", "/orders/1?access_token=swordfish-2", {}, ""}, "127.0.0.1:1"});
  EXPECT_THAT(notes, testing::Contains(HasSubstr("off contract: body/id: ")));
  EXPECT_THAT(notes, Each(Not(HasSubstr("swordfish"))));
  EXPECT_THAT(said, testing::Contains(HasSubstr("the provider's answer: body/id: ")));
  EXPECT_THAT(said, Each(Not(HasSubstr("swordfish"))));
  EXPECT_THAT(recorded(), AllOf(HasSubstr("# off contract: body/id: "), Not(HasSubstr("swordfish"))));
}

TEST_F(RecorderTest, SaysWhatIsNotRecorded) {
  tests::ScriptedServer provider([](const std::string&, std::size_t index) -> tests::ServerAct {
    return {index == 0 ? tests::plain_answer(200, "<input name=password>", "Content-Type: text/html\r\n")
                       : tests::plain_answer(200, "[]", "Content-Type: application/json\r\nX-Name: caf\xe9\r\n")};
  });
  const auto stub = stub_of(provider.url());
  EXPECT_EQ(stub({{"GET", "/login", {}, ""}, "127.0.0.1:1"}).response.body, "<input name=password>");
  EXPECT_THAT(said, testing::ElementsAre(AllOf(HasSubstr("GET /login: it is not recorded: "), HasSubstr("secrets"))));
  EXPECT_EQ(recorder->size(), 0u);
  stub({{"GET", "/health", {}, ""}, "127.0.0.1:1"});
  EXPECT_EQ(said.back(), "GET /health: it is recorded without the header X-Name, which is not UTF-8");
  EXPECT_EQ(recorder->size(), 1u);
}

TEST_F(RecorderTest, RecordsWhatABodyHoldsWithoutItsCoding) {
  tests::ScriptedServer provider(
      [](const std::string&, std::size_t) -> tests::ServerAct { return {tests::plain_answer(201, "")}; });
  const auto stub = stub_of(provider.url());
  // {"sku":"a","quantity":2}, deflate without zlib's frame (RFC 1951), stored.
  const std::string json = R"({"sku":"a","quantity":2})";
  const auto size = static_cast<char>(json.size());
  const std::string stored = std::string("\x01") + size + '\0' + static_cast<char>(~size) + '\xff' + json;
  stub({{"POST", "/orders", {{"Content-Type", "application/json"}, {"Content-Encoding", "deflate"}}, stored},
        "127.0.0.1:1"});
  ASSERT_EQ(provider.requests().size(), 1u);
  EXPECT_THAT(provider.requests().front(), HasSubstr(stored));
  EXPECT_THAT(recorded(), HasSubstr(R"("body":{"":{"equals":{"quantity":2,"sku":"a"}}})"));
}

TEST_F(RecorderTest, AProviderThatIsNotThereIsABadGateway) {
  const std::string url = "http://127.0.0.1:" + std::to_string(tests::closed_port());
  const auto response = stub_of(url)({{"GET", "/orders", {}, ""}, "127.0.0.1:1"}).response;
  EXPECT_EQ(response.status, 502);
  EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
  EXPECT_THAT(response.body, AllOf(HasSubstr(R"("title":"Bad Gateway","status":502)"), HasSubstr("gave no answer")));
  EXPECT_EQ(recorder->size(), 0u);
}

}  // namespace
}  // namespace squall::harness
