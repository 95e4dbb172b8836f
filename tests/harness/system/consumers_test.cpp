#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "harness/system/load_system.h"
#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::optional<std::string> environment(const std::string& name) {
  return name == "TOKEN" ? std::optional<std::string>("s3cr3t-t0ken") : std::nullopt;
}

TEST(Consumers, AreReadFromASystemFile) {
  const auto folder = tests::test_data() / "system" / "good";
  const auto system = load_system((folder / "consumers.yaml").string(), environment);
  ASSERT_TRUE(system) << contracts::to_string(system.error().front());
  ASSERT_EQ(system->consumers.size(), 3u);
  const ConsumerSpec& web = system->consumers[0];
  EXPECT_EQ(web.name, "web");
  EXPECT_THAT(web.command, ElementsAre("npm", "test", "--", "--url", "${services.orders.url}"));
  EXPECT_THAT(web.providers, ElementsAre("orders", "payments"));
  EXPECT_EQ(web.env.at("ORDERS_API"), "${services.orders.url}/v1");
  EXPECT_EQ(web.env.at("TOKEN"), "s3cr3t-t0ken");
  EXPECT_THAT(web.vary, ElementsAre("absent", "order"));
  EXPECT_EQ(web.slow, 50ms);
  EXPECT_TRUE(web.stateful);
  EXPECT_EQ(web.max_runs, 40u);
  EXPECT_EQ(web.within, 2min);
  EXPECT_EQ(web.timeout, 10min);
  const auto here = std::filesystem::absolute(folder).lexically_normal();
  EXPECT_EQ(web.usage, (here / "web-usage.json").string());
  EXPECT_EQ(web.pacts, (here / "pacts").string());
  EXPECT_THAT(system->consumers[1].vary, ElementsAre("default"));
  EXPECT_THAT(system->consumers[2].vary, IsEmpty());
  EXPECT_FALSE(system->consumers[2].within);
  EXPECT_THAT(system->secrets, ElementsAre("s3cr3t-t0ken"));
}

struct Row {
  const char* name;
  const char* consumer;  // behind "web: "
  const char* message;
};

class ConsumerMistake : public testing::TestWithParam<Row> {};

TEST_P(ConsumerMistake, IsLocated) {
  const auto path = (tests::test_data() / "system" / "good" / "made.yaml").string();
  const auto system =
      parse_system(std::string("squall: 1\nservices:\n  orders: {contract: ../contract.yaml, stub: {}}\n"
                               "  raw: {url: 'http://127.0.0.1:1'}\nconsumers:\n  web: ") +
                       GetParam().consumer + "\n",
                   path, environment);
  ASSERT_FALSE(system);
  EXPECT_THAT(contracts::to_string(system.error().front()), HasSubstr(GetParam().message));
  EXPECT_EQ(system.error().front().location.line, 6u);
}

INSTANTIATE_TEST_SUITE_P(
    Consumers, ConsumerMistake,
    testing::Values(
        Row{"no_command", "{providers: [orders]}", "command"}, Row{"no_providers", "{command: [a]}", "providers"},
        Row{"empty_providers", "{command: [a], providers: []}", "at least one"},
        Row{"unknown_provider", "{command: [a], providers: [order]}", "did you mean 'orders'?"},
        Row{"without_contract", "{command: [a], providers: [raw]}", "'raw' has no contract"},
        Row{"twice", "{command: [a], providers: [orders, orders]}", "named twice"},
        Row{"unknown_variation", "{command: [a], providers: [orders], vary: [absnt]}", "did you mean 'absent'?"},
        Row{"unknown_word", "{command: [a], providers: [orders], vary: most}", "default"},
        Row{"no_folder", "{command: [a], providers: [orders], directory: nowhere}", "is not a folder"},
        Row{"no_folder_of_usage", "{command: [a], providers: [orders], usage: nowhere/u.json}",
            "its folder is not there"},
        Row{"unknown_key", "{command: [a], providers: [orders], comand: x}", "comand"},
        Row{"unknown_address", "{command: ['${services.order.url}'], providers: [orders]}", "did you mean 'orders'?"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
