#include "harness/verify/hook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/support/contracts.h"
#include "tests/support/corpora.h"
#include "tests/support/temporary_files.h"

namespace squall::tests {
namespace {
using namespace harness;
using namespace std::chrono_literals;
using contracts::http::Request;
using contracts::match::RequestCase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const char* const shop = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders:
    post: {operationId: createOrder, responses: {'200': {description: ok}}}
  /orders/{orderId}:
    parameters: [{name: orderId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {'200': {description: ok}}}
    delete: {responses: {'200': {description: ok}}}
)";

class Hooking : public testing::Test {
 protected:
  contracts::Result<std::unique_ptr<Hook>> start(const std::string& command, std::chrono::milliseconds timeout = 30s) {
    HookOptions options;
    options.command = command;
    options.service = "orders";
    options.seed = 42;
    options.timeout = timeout;
    return Hook::start(options, secrets_, {});
  }
  // The message, of a hook that greets well and then does `rest` with each question.
  std::string broken(const std::string& rest, std::chrono::milliseconds timeout = 30s) {
    const auto hook = start("read question; echo '{\"id\":1,\"version\":1}'; " + rest, timeout);
    if (!hook) return "at once: " + hook.error().message;
    Request request;
    const auto asked = (*hook)->before(create_, Expected::success, request);
    return asked ? "" : contracts::to_string(asked.error());
  }
  RequestCase case_of(const char* method, const char* path) const {
    RequestCase made;
    made.operation = contract_->find(method, path);
    made.summary = "a request";
    return made;
  }

  std::shared_ptr<const contracts::openapi::Contract> contract_ = contract_of(shop);
  RequestCase create_ = case_of("POST", "/orders");
  Secrets secrets_;
};

TEST_F(Hooking, TheExampleDoesEverythingAHookCan) {
  const auto started = start("python3 " + (test_data() / "hooks" / "orders_hook.py").string());
  ASSERT_TRUE(started) << contracts::to_string(started.error());
  Hook& hook = **started;
  const auto values = hook.path_values(*contract_->find("GET", "/orders/{orderId}"), 3);
  ASSERT_TRUE(values) << contracts::to_string(values.error());
  ASSERT_EQ(values->size(), 1u);
  EXPECT_EQ(values->front().first, "orderId");
  EXPECT_EQ(contracts::to_json(values->front().second), "7");
  EXPECT_TRUE(hook.path_values(*create_.operation, 0)->empty()) << "no path parameter: not even asked";

  create_.parameters = {"query.customer"};
  Request request;
  request.method = "POST";
  request.target = "/orders?customer=x";
  request.headers = {{"Content-Type", "application/json"}, {"X-Generated", "1"}};
  request.body = R"({"customer":"x"})";
  const auto sent = hook.before(create_, Expected::success, request);
  ASSERT_TRUE(sent) << contracts::to_string(sent.error());
  EXPECT_TRUE(*sent);
  EXPECT_EQ(request.target, "/orders?customer=c-1");
  EXPECT_EQ(request.body, R"({"customer":"c-1"})");
  EXPECT_FALSE(request.headers.contains("X-Generated"));
  const std::string signature(request.headers.get("X-Signature"));
  EXPECT_THAT(signature, HasSubstr("hook-secret-"));
  EXPECT_TRUE(secrets_.all().contains(signature));

  Request removal;
  removal.method = "DELETE";
  EXPECT_FALSE(*hook.before(case_of("DELETE", "/orders/{orderId}"), Expected::success, removal));

  Answer answer;
  answer.response.status = 200;
  answer.response.body = "\xff\xfe";
  const auto findings = hook.after(create_, Expected::success, request, answer);
  ASSERT_TRUE(findings) << contracts::to_string(findings.error());
  ASSERT_EQ(findings->size(), 1u);
  EXPECT_EQ(findings->front().rule, "hook.trace");
  EXPECT_EQ(findings->front().severity, reports::Severity::warning);
  EXPECT_EQ(findings->front().operation, "POST /orders");
  answer.response.status = 201;
  EXPECT_TRUE(hook.after(create_, Expected::success, request, answer)->empty());
  EXPECT_THAT(hook.facts(), ElementsAre("the hook notes: every answer is traced", "the hook skipped 1 request"));
}

TEST_F(Hooking, IsAskedOnlyWhatItWants) {
  const auto hook =
      start("read question; echo '{\"id\":1,\"version\":1,\"wants\":[\"after_response\"]}'; exec sleep 1000");
  ASSERT_TRUE(hook) << contracts::to_string(hook.error());
  Request request;
  EXPECT_TRUE(*(*hook)->before(create_, Expected::success, request)) << "no question, so no answer to wait for";
}

TEST_F(Hooking, ThatDoesNotStartWellIsAClearError) {
  struct Row {
    const char* command;
    const char* message;
  };
  const Row rows[] = {
      {"exit 3", "the hook 'exit 3' exited 3"},
      {"echo broken >&2; exit 1", "exited 1; it wrote: broken"},
      {"no-such-program-anywhere", "exited 127; it wrote: "},
      {"kill -9 $$", "was ended by signal 9"},
      {"echo hello; cat >/dev/null", "wrote a line that is no JSON object: hello"},
      {"echo '[]'; cat >/dev/null", "wrote a line that is no JSON object: []"},
      {"echo '{\"id\":7,\"version\":1}'; cat >/dev/null", "answered another question than number 1: {\"id\":7"},
      {"echo '{\"id\":1}'; cat >/dev/null", "does not say that it speaks version 1"},
      {"echo '{\"id\":1,\"version\":2}'; cat >/dev/null", "does not say that it speaks version 1"},
      {"echo '{\"id\":1,\"version\":1,\"wants\":[\"before\"]}'; cat >/dev/null",
       "wants 'before', and there are values,"},
      {"exec <&- >&-; sleep 1000", "closed its output"},
      {"yes | tr -d '\\n'", "wrote a line that does not end"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.command);
    const auto hook = start(row.command);
    ASSERT_FALSE(hook);
    EXPECT_THAT(hook.error().message, HasSubstr(row.message));
    EXPECT_THAT(hook.error().message, HasSubstr(row.command));
  }
}

TEST_F(Hooking, ThatIsSilentOrSlowToStartIsNotWaitedForLong) {
  const auto slow = start("sleep 1000", 50ms);
  ASSERT_FALSE(slow);
  EXPECT_EQ(slow.error().message, "the hook 'sleep 1000' did not answer within 50ms");
  EXPECT_EQ(slow.error().kind, contracts::ErrorKind::timeout);
}

TEST_F(Hooking, ThatBreaksLaterIsAClearErrorToo) {
  EXPECT_THAT(broken("read question; echo oh dear >&2; exit 4"), HasSubstr("exited 4; it wrote: oh dear"));
  EXPECT_THAT(broken("exit 0"), HasSubstr("exited 0"));
  EXPECT_THAT(broken("read question; echo '{\"id\":2'; cat >/dev/null"),
              HasSubstr("wrote a line that is no JSON object"));
  EXPECT_THAT(broken("read question; echo '{\"id\":2,\"request\":[]}'; cat >/dev/null"),
              HasSubstr("answered a 'request' that is no object"));
}

bool is_running(const std::string& pid) {
  std::ifstream stat("/proc/" + pid + "/stat");
  std::string number, name, state;
  return (stat >> number >> name >> state) && state != "Z" && state != "X";
}

TEST_F(Hooking, LeavesNothingBehind) {
  const TemporaryFiles files;
  const std::string path = (files.folder() / "pid").string();
  {
    const auto hook =
        start("sleep 1000 & echo $! > " + path + "; read question; echo '{\"id\":1,\"version\":1}'; wait");
    ASSERT_TRUE(hook) << contracts::to_string(hook.error());
  }
  std::string pid;
  std::ifstream(path) >> pid;
  ASSERT_FALSE(pid.empty());
  // It was killed; the kernel takes it away when it comes to it.
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (is_running(pid) && std::chrono::steady_clock::now() < end) std::this_thread::yield();
  EXPECT_FALSE(is_running(pid));
}

}  // namespace
}  // namespace squall::tests
