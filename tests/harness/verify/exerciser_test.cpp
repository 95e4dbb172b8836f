// The work of a verification on several workers.

#include "harness/verify/exerciser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

#include "reports/model/run_report_json.h"
#include "tests/harness/verify/answered_plan.h"
#include "tests/harness/verify/orders_provider.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::http::Request;
using contracts::match::Router;
using reports::Outcome;
using testing::HasSubstr;

VerifyPlan plan_with(Answering answering, unsigned workers) {
  static const auto router = std::make_shared<const Router>(contract_of(orders_contract));
  VerifyPlan plan = answered_plan(router, std::move(answering));
  plan.workers = workers;
  return plan;
}

// Depends on nothing but the request: departures of many kinds, at many places.
Answer by_its_request(const Request& request) {
  const std::uint64_t hash = contracts::stable_hash(request.method + request.target + request.body);
  switch (hash % 8) {
    case 0:
      return json_answer(500, "{}");
    case 1:
      return json_answer(404, R"({"title":"none"})");
    case 2:
      return json_answer(418, "");
    case 3: {
      Answer answer;
      answer.error = chaos::CallError::reset;
      answer.error_text = "reset";
      return answer;
    }
    default:
      return json_answer(request.method == "POST" ? 201 : 200,
                         R"({"id":"ord-)" + std::to_string(1000 + hash % 1000) + R"(","sku":7})");
  }
}

std::string without_times(Verification verification) {
  reports::RunReport report;
  verification.check.duration_ms = 0;
  for (auto& finding : verification.check.findings) {
    for (auto& exchange : finding.exchanges) exchange.started_ms = exchange.duration_ms = 0;
  }
  report.checks = {std::move(verification.check)};
  report.coverage = std::move(verification.coverage);
  return to_json(report);
}

TEST(Workers, DoNotChangeTheReport) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    VerifyPlan alone = plan_with(by_its_request, 1);
    VerifyPlan together = plan_with(by_its_request, 8);
    alone.seed = together.seed = seed;
    const Verification one = verify(alone);
    const Verification eight = verify(together);
    EXPECT_GT(one.check.findings.size(), 5u);
    EXPECT_EQ(without_times(one), without_times(eight));
  }
}

TEST(Workers, EachHaveTheirOwnConnection) {
  std::mutex mutex;
  std::set<int> used;
  std::atomic<int> connected = 0;
  std::atomic<int> waiting = 4;
  VerifyPlan plan = plan_with({}, 4);
  plan.connect = [&]() -> Send {
    return [&, number = connected++](const Request& request) {
      // Nobody's first answer comes before all have asked.
      bool first = false;
      {
        const std::lock_guard lock(mutex);
        first = used.insert(number).second;
      }
      if (first && --waiting == 0) waiting.notify_all();
      for (int left = waiting; left > 0; left = waiting) waiting.wait(left);
      return by_its_request(request);
    };
  };
  Exerciser exerciser(plan);
  const auto& operation = *exerciser.operations().front();
  exerciser.each(4, [&](VerifySession& session, std::uint64_t index) {
    const auto request =
        contracts::match::valid_request(exerciser.contract(), operation, exerciser.random("test", operation, index));
    session.exercise(*request, Expected::success);
  });
  EXPECT_EQ(connected, 4);
  EXPECT_EQ(used.size(), 4u);
}

// Who deletes first and asks for what it deleted waits for another worker's request, and gets it as if that had brought
// it back. The others, who have all of their deletions before them, are held meanwhile, so that there is one to come.
class DisturbedOnce {
 public:
  Answer operator()(const Request& request) {
    std::unique_lock lock(mutex_);
    const auto me = std::this_thread::get_id();
    if (first_ == me && request.method == "POST") {  // another life: it did not ask
      first_.reset();
      changed_.notify_all();
    }
    changed_.wait_for(lock, kPatience, [&] { return waited_ || !first_ || first_ == me; });
    ++arrived_;
    changed_.notify_all();
    Answer answer;
    answer.response = provider_.answer(request);
    if (request.method == "DELETE" && answer.response.status == 204) {
      deleted_.insert(request.target);
      if (!first_) first_ = me;
    }
    if (request.method == "GET" && deleted_.contains(request.target) && !std::exchange(waited_, true)) {
      changed_.notify_all();
      const int before = arrived_;
      disturbed_ = changed_.wait_for(lock, kPatience, [&] { return arrived_ > before; });
      if (disturbed_) answer = json_answer(200, there_again(request.target.substr(8)));
    }
    return answer;
  }
  bool disturbed() const { return disturbed_; }

 private:
  static constexpr auto kPatience = std::chrono::seconds(20);

  static std::string there_again(const std::string& id) {
    return R"({"id":")" + id + R"(","sku":"abc","quantity":1,"state":"open","total":0})";
  }

  OrdersProvider provider_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::string> deleted_;
  std::optional<std::thread::id> first_;
  int arrived_ = 0;
  bool waited_ = false, disturbed_ = false;
};

TEST(Workers, AreNotBlamedOnTheProvider) {
  DisturbedOnce answering;
  VerifyPlan plan = plan_with(std::ref(answering), 4);
  plan.phases = {"stateful"};
  const auto verification = verify(plan);
  EXPECT_TRUE(answering.disturbed());
  EXPECT_TRUE(verification.check.findings.empty()) << verification.check.findings.front().message;
  EXPECT_THAT(verification.check.facts,
              testing::Contains(HasSubstr("only while other workers sent requests too: stateful.use-after-delete")));
}

TEST(Workers, TellHowFarTheyCameWhenTheServiceDies) {
  OrdersProvider provider;
  int answered = 0;
  const auto verification = verify(plan_with(
      [&](const Request& request) {
        Answer answer;
        if (answered == 7) {
          answer.error = chaos::CallError::refused;
          answer.error_text = "connection refused by 127.0.0.1:1";
          return answer;
        }
        ++answered;
        answer.response = provider.answer(request);
        return answer;
      },
      1));
  EXPECT_EQ(verification.check.outcome, Outcome::errored);
  EXPECT_EQ(verification.check.reason,
            "connection refused by 127.0.0.1:1 after 7 answered requests, in phase coverage");
}

TEST(Workers, EndEarlyWithEnoughFindings) {
  std::atomic<int> calls = 0;
  VerifyPlan plan = plan_with(
      [&](const Request&) {
        ++calls;
        return json_answer(500, "{}");
      },
      1);
  plan.stop_after = 2;
  const auto verification = verify(plan);
  EXPECT_EQ(verification.check.outcome, Outcome::failed);
  EXPECT_LT(calls, 10);
}

TEST(Workers, LeaveOutWhatThePlanLeavesOut) {
  OrdersProvider provider;
  std::set<std::string> methods;
  VerifyPlan plan = plan_with(
      [&](const Request& request) {
        methods.insert(request.method);
        Answer answer;
        answer.response = provider.answer(request);
        return answer;
      },
      1);
  plan.phases = {"examples", "coverage", "fuzz", "stateful", "negative"};
  plan.left_out = {plan.router->contract().find("DELETE", "/orders/{id}")};
  const auto verification = verify(plan);
  EXPECT_EQ(methods, (std::set<std::string>{"GET", "POST"}));
  EXPECT_EQ(verification.coverage.size(), 3u);
}

TEST(Workers, CompleteRequestsAndShowAnswersToTheObserver) {
  OrdersProvider provider;
  std::uint64_t sent = 0;
  std::uint64_t observed = 0;
  VerifyPlan plan = plan_with(
      [&](const Request& request) {
        ++sent;
        EXPECT_NE(request.method, "DELETE");
        EXPECT_EQ(request.headers.get("X-Token"), "t");
        Answer answer;
        answer.response = provider.answer(request);
        return answer;
      },
      1);
  plan.complete = [](const auto&, Expected, Request& request) {
    request.headers.set("X-Token", "t");
    return request.method != "DELETE";
  };
  plan.observe = [&](const auto& request, Expected, const Request&, const Answer&) {
    ++observed;
    std::vector<reports::Finding> findings;
    if (request.operation->method == "POST") findings.emplace_back().rule = "response.slow";
    return findings;
  };
  plan.shrink = false;
  plan.phases = {"examples", "fuzz", "negative"};
  const auto verification = verify(plan);
  EXPECT_EQ(sent, observed);
  ASSERT_EQ(verification.check.findings.size(), 1u);
  EXPECT_EQ(verification.check.findings[0].rule, "response.slow");
  EXPECT_EQ(verification.check.findings[0].operation, "POST /orders");
  EXPECT_EQ(verification.check.findings[0].exchanges.size(), 1u);
}

TEST(Sequences, AreShownWhole) {
  VerifyPlan plan =
      plan_with([](const Request& request) { return json_answer(request.method == "DELETE" ? 500 : 404, "{}"); }, 1);
  plan.shrink = false;
  Exerciser exerciser(plan);
  exerciser.each(1, [&](VerifySession& session, std::uint64_t) {
    session.begin_sequence();
    for (const auto* operation : exerciser.operations()) {
      const auto request =
          contracts::match::valid_request(exerciser.contract(), *operation, exerciser.random("test", *operation, 0));
      ASSERT_TRUE(request);
      session.exercise(*request, Expected::success);
    }
  });
  const auto verification = exerciser.finish();
  const auto& findings = verification.check.findings;
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [](const auto& finding) { return finding.rule == "response.server-error"; });
  ASSERT_NE(found, findings.end());
  EXPECT_EQ(found->exchanges.size(), exerciser.operations().size());
}

}  // namespace
}  // namespace squall::tests
