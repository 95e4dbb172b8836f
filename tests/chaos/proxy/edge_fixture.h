#pragma once
// An engine with one edge before a provider.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "chaos/proxy/engine.h"
#include "contracts/core/document.h"
#include "tests/chaos/proxy/wire.h"

namespace squall::chaos {

class EdgeTest : public testing::Test {
 protected:
  // Before what its callbacks write to is gone.
  void TearDown() override {
    if (engine) engine->stop();
  }

  void start(Protocol protocol, std::uint16_t provider, unsigned workers = 1, bool inject = true) {
    EngineOptions options;
    options.workers = workers;
    options.seed = 7;
    options.inject = inject;
    engine = std::make_unique<Engine>(options, timeline);
    config.name = "a-b";
    config.upstream_port = provider;
    config.protocol = protocol;
    const auto added = engine->add_edge(config);
    ASSERT_TRUE(added) << added.error().message;
    port = *added;
  }

  std::string inject(const std::string& kind, const std::string& parameters = "{}", Match match = {}) {
    FaultSpec spec;
    spec.kind = kind;
    spec.parameters = contracts::Value(contracts::Document::parse_json(parameters)->root());
    spec.match = std::move(match);
    const auto id = engine->add_fault("a-b", spec);
    EXPECT_TRUE(id) << id.error().message;
    return id ? *id : "";
  }

  // Attempts that have ended, once there are that many.
  std::vector<Attempt> ended(std::size_t count) {
    std::vector<Attempt> found;
    tests::eventually([&] {
      found.clear();
      for (const auto& attempt : timeline.attempts("a-b", Instant{0}, std::chrono::hours(1))) {
        if (attempt.ended) found.push_back(attempt);
      }
      return found.size() >= count;
    });
    EXPECT_EQ(found.size(), count);
    found.resize(count);
    return found;
  }

  Timeline timeline;
  EdgeConfig config;
  std::unique_ptr<Engine> engine;
  std::uint16_t port = 0;
};

inline std::string steps_of(const Attempt& attempt) {
  std::string text;
  for (const auto& fault : attempt.faults) text += (text.empty() ? "" : ", ") + fault.step;
  return text;
}

}  // namespace squall::chaos
