// The whole way on sockets: a real consumer, the engine's edge between it and a provider, stimuli from outside.

#include "harness/resilience/live_stage.h"

#include <gtest/gtest.h>

#include "harness/resilience/measure.h"
#include "tests/harness/resilience/small_consumer.h"

namespace squall::tests {
namespace {

using chaos::Verdict;
using contracts::Object;
using contracts::Value;
using namespace std::chrono_literals;

class LiveMeasurement : public testing::Test {
 protected:
  void start(SmallConsumerSettings settings, bool inject = true) {
    chaos::EngineOptions options;
    options.seed = 3;
    options.inject = inject;
    engine_ = std::make_unique<chaos::Engine>(options, timeline_);
    chaos::http::ServerConfig provider;
    provider.name = "provider";
    const auto served = engine_->serve(provider, [](const chaos::http::Incoming&) {
      chaos::http::Reply reply;
      reply.response.status = 201;
      reply.response.headers.add("Content-Type", "application/json");
      reply.response.body = R"({"id":"charge-1","state":"captured","amount":1})";
      return reply;
    });
    ASSERT_TRUE(served) << served.error().message;
    chaos::EdgeConfig edge;
    edge.name = "orders-payments";
    edge.upstream_port = *served;
    const auto added = engine_->add_edge(edge);
    ASSERT_TRUE(added) << added.error().message;
    settings.provider_port = *added;
    consumer_ = std::make_unique<SmallConsumer>(settings);
  }

  harness::PatternRun measure(const std::string& pattern, Value expectation) {
    harness::LiveStageConfig config;
    config.edges = {"orders-payments"};
    config.stimulus.url = consumer_->url();
    config.stimulus.request.method = "POST";
    config.stimulus.request.target = "/orders";
    config.stimulus.request.headers.add("Content-Type", "application/json");
    config.stimulus.request.body = "{}";
    config.seed = ++seed_;
    harness::LiveStage stage(*engine_, timeline_, config, stop_.get_token());
    harness::MeasureOptions options;
    options.input.edge = "orders-payments";
    options.input.expectation = std::move(expectation);
    options.input.declared_timeout = 300ms;
    options.input.declared_open_time = 500ms;
    options.input.has_contract = false;
    options.input.quick = quick_;
    return harness::measure_pattern(stage, *chaos::find_pattern(pattern), options);
  }

  static std::string words(const harness::PatternRun& run) {
    std::string text = run.measurement.summary + " | " + run.measurement.why_unknown + " | " + run.judgement.message;
    for (const auto& line : run.measurement.evidence) text += "\n  " + line.text;
    for (const auto& line : run.measurement.confounders) text += "\n  ? " + line;
    return text;
  }

  chaos::Timeline timeline_;
  std::unique_ptr<chaos::Engine> engine_;
  std::unique_ptr<SmallConsumer> consumer_;
  std::stop_source stop_;
  std::uint64_t seed_ = 0;
  bool quick_ = false;
};

TEST_F(LiveMeasurement, MeasuresASoundConsumer) {
  start({});
  const auto timeout = measure("timeout", Value(Object{{"at_most", "400ms"}}));
  EXPECT_EQ(timeout.judgement.verdict, Verdict::holds) << words(timeout);
  ASSERT_NE(timeout.measurement.quantity("response"), nullptr) << words(timeout);
  EXPECT_NEAR(timeout.measurement.quantity("response")->median, 250, 60) << words(timeout);

  const auto retries = measure("retries", Value(Object{{"at_most", 2}, {"at_least", 2}}));
  EXPECT_EQ(retries.judgement.verdict, Verdict::holds) << words(retries);

  const auto safe = measure("safe_retries", Value(true));
  EXPECT_EQ(safe.judgement.verdict, Verdict::holds) << words(safe);

  const auto breaker = measure("circuit_breaker", Value(Object{{"opens_within", 8}}));
  EXPECT_EQ(breaker.judgement.verdict, Verdict::holds) << words(breaker);
  ASSERT_NE(breaker.measurement.quantity("open_for"), nullptr) << words(breaker);
  EXPECT_EQ(breaker.measurement.quantity("opens_after")->median, 5) << words(breaker);
  EXPECT_NEAR(breaker.measurement.quantity("open_for")->median, 500, 150) << words(breaker);
}

TEST_F(LiveMeasurement, NamesWhatIsMissing) {
  SmallConsumerSettings settings;
  settings.timeout = 0ms;
  settings.idempotency_key = false;
  settings.opens_after = 0;
  start(settings);
  const auto timeout = measure("timeout", Value(Object{{"at_most", "300ms"}}));
  EXPECT_EQ(timeout.judgement.rule, "resilience.timeout.missing") << words(timeout);
  const auto safe = measure("safe_retries", Value(true));
  EXPECT_EQ(safe.judgement.rule, "resilience.safe-retries.unsafe-retry") << words(safe);
  EXPECT_EQ(safe.measurement.operation, "POST /charges");
  const auto breaker = measure("circuit_breaker", Value(Object{{"opens_within", 5}}));
  EXPECT_EQ(breaker.judgement.rule, "resilience.circuit-breaker.never-opens") << words(breaker);
}

TEST_F(LiveMeasurement, CountsWhatIsInFlightWhenManyComeAtOnce) {
  SmallConsumerSettings settings;
  settings.in_flight = 4;
  settings.timeout = 2s;
  start(settings);
  const auto bulkhead = measure("bulkhead", Value(Object{{"at_most", 4}}));
  EXPECT_EQ(bulkhead.judgement.verdict, Verdict::holds) << words(bulkhead);
  ASSERT_NE(bulkhead.measurement.quantity("in_flight"), nullptr) << words(bulkhead);
  EXPECT_EQ(bulkhead.measurement.quantity("in_flight")->median, 4) << words(bulkhead);
}

TEST_F(LiveMeasurement, TellsThatCallersWhoHaveGoneAreWaitedFor) {
  SmallConsumerSettings settings;
  settings.retries = 0;
  start(settings);
  const auto deadline = measure("deadline_propagation", Value(true));
  EXPECT_EQ(deadline.judgement.rule, "resilience.deadline-propagation.missing") << words(deadline);
}

TEST_F(LiveMeasurement, WithoutInjectionNothingIsProven) {
  start({}, false);
  quick_ = true;
  for (const auto& pattern : chaos::patterns()) {
    const auto run = measure(std::string(pattern.name), Value(true));
    EXPECT_EQ(run.judgement.verdict, Verdict::inconclusive) << pattern.name << " " << words(run);
    EXPECT_FALSE(run.measurement.injected) << pattern.name;
  }
}

TEST_F(LiveMeasurement, EndsAtOnceWhenStopped) {
  start({});
  stop_.request_stop();
  const auto run = measure("timeout", Value(true));
  EXPECT_TRUE(run.stopped);
  EXPECT_EQ(run.judgement.verdict, Verdict::inconclusive);
}

}  // namespace
}  // namespace squall::tests
