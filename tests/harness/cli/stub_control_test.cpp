#include "harness/cli/stub_control.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/orders_contract.h"

namespace squall::harness {
namespace {

using testing::HasSubstr;

std::shared_ptr<StubApi> api() {
  return std::make_shared<StubApi>(tests::orders_router(), std::make_shared<Journal>(), nullptr, nullptr);
}

TEST(StubControl, IsAtTheRootOfOneContract) {
  const NamedApis one = {{"orders", api}};
  EXPECT_EQ(control_answer(one, {"GET", "/journal", "", ""}).status, 200);
  EXPECT_EQ(control_answer(one, {"GET", "/orders/journal", "", ""}).status, 404);
}

TEST(StubControl, IsBelowTheNamesOfSeveral) {
  const NamedApis several = {{"orders", api}, {"orders-2", api}};
  EXPECT_EQ(control_answer(several, {"GET", "/orders/journal", "", ""}).status, 200);
  EXPECT_EQ(control_answer(several, {"GET", "/orders-2/journal", "", ""}).status, 200);
  EXPECT_EQ(control_answer(several, {"GET", "/", "", ""}).body, R"({"contracts":["orders","orders-2"]})");
  const auto unknown = control_answer(several, {"GET", "/journal", "", ""});
  EXPECT_EQ(unknown.status, 404);
  EXPECT_THAT(unknown.body, HasSubstr("/orders, /orders-2"));
}

}  // namespace
}  // namespace squall::harness
