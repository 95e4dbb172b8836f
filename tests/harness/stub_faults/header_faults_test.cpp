#include "harness/stub_faults/header_faults.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/core/document.h"
#include "harness/stub/stub.h"
#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

class HeaderFaults : public testing::Test {
 protected:
  HeaderFaults() {
    StubOptions options;
    options.changes.push_back(faults_by_header(tests::orders_router(), 42));
    stub = make_stub(tests::orders_router(), std::move(options));
  }
  chaos::http::Reply ask(const std::string& fault) {
    return stub({{"GET", "/orders/7", {{"Squall-Fault", fault}}, ""}, "127.0.0.1:1"});
  }
  // "x" where the answer is struck, "." where it is not.
  std::string asked(int times, const std::string& fault) {
    std::string text;
    for (int i = 0; i < times; ++i) text += ask(fault).deliver ? 'x' : '.';
    return text;
  }

  chaos::http::Handler stub;
};

TEST_F(HeaderFaults, CountTheRequestsThatSayTheSame) {
  const struct {
    const char *fault, *struck;
  } rows[] = {{"abort: 503", "xxxx"},
              {"{abort: 503, every: 2}", ".x.x"},
              {"{abort: 500, every: 2}", ".x.x"},
              {"{abort: 503, first: 1}", "x..."},
              {"{abort: 503, first: 3, every: 3}", "..x."}};
  for (const auto& row : rows) EXPECT_EQ(asked(4, row.fault), row.struck) << row.fault;
}

TEST_F(HeaderFaults, StrikeAShareOfEqualRequests) {
  const std::string struck = asked(200, "{abort: 503, share: 50%}");
  const auto count = std::count(struck.begin(), struck.end(), 'x');
  EXPECT_GT(count, 50);
  EXPECT_LT(count, 150);
}

TEST_F(HeaderFaults, BeginAnewAfterVeryManyTexts) {
  EXPECT_EQ(asked(1, "{abort: 503, first: 1}"), "x");
  for (int i = 1; i <= 1000; ++i) ask("latency: " + std::to_string(i) + "ms");
  EXPECT_EQ(asked(2, "{abort: 503, first: 1}"), "x.");
}

TEST_F(HeaderFaults, AreRefusedWhereTheyCannotBeRead) {
  for (const char* fault : {"trunkate: 10", "refuse", "{abort: 503, every: 0}", ""}) {
    const auto response = ask(fault).response;
    EXPECT_EQ(response.status, 400) << fault;
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    EXPECT_TRUE(contracts::Document::parse_json(response.body));
    EXPECT_THAT(response.body, testing::HasSubstr("Squall-Fault: ")) << fault;
  }
}

}  // namespace
}  // namespace squall::harness
