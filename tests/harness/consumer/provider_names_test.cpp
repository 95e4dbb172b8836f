#include "harness/consumer/provider_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ConsumerProvider unnamed(const std::string& file, const std::string& title) {
  const auto contract = tests::contract_of("openapi: 3.0.3\ninfo: {title: '" + title + "', version: '1'}\npaths: {}\n");
  return {"", file, {}, std::make_shared<const contracts::match::Router>(contract)};
}

struct NameCase {
  const char* file;
  const char* title;
  const char* name;
  const char* variable;
};

TEST(ProviderNames, ComeFromTheFileOrTheTitle) {
  for (const NameCase& each : {
           NameCase{"contracts/orders.yaml", "Shop", "orders", "ORDERS_URL"},
           NameCase{"orders-v2.json", "Shop", "orders-v2", "ORDERS_V2_URL"},
           NameCase{"https://example.com/api/Stock_Levels.openapi.yaml", "Shop", "stock-levels", "STOCK_LEVELS_URL"},
           NameCase{"contracts/openapi.yaml", "Orders API (v2)", "orders-api-v2", "ORDERS_API_V2_URL"},
           NameCase{"swagger.json", "2nd Shop", "2nd-shop", "_2ND_SHOP_URL"},
           NameCase{"api.yaml", "", "api", "API_URL"},
       }) {
    const auto named = name_providers({unnamed(each.file, each.title)}, {});
    ASSERT_TRUE(named) << each.file;
    EXPECT_EQ(named->front().name, each.name);
    EXPECT_THAT(named->front().variables, ElementsAre(each.variable));
  }
}

TEST(ProviderNames, OfOneFileNameComeFromTheTitles) {
  const auto named = name_providers({unnamed("a/v1.yaml", "Orders"), unnamed("b/v1.yaml", "Payments")}, {});
  ASSERT_TRUE(named);
  EXPECT_EQ(named->at(0).name, "orders");
  EXPECT_EQ(named->at(1).name, "payments");
}

TEST(ProviderNames, TakeFurtherVariables) {
  const auto named = name_providers({unnamed("a/orders.yaml", "Orders"), unnamed("b/stock.yaml", "Stock")},
                                    {"API=a/orders.yaml", "STOCK=stock", "BASE=orders"});
  ASSERT_TRUE(named);
  EXPECT_THAT(named->at(0).variables, ElementsAre("ORDERS_URL", "API", "BASE"));
  EXPECT_THAT(named->at(1).variables, ElementsAre("STOCK_URL", "STOCK"));
}

TEST(ProviderNames, AreErrorsWhereTheyMeanNothing) {
  const auto error = [](std::vector<ConsumerProvider> providers, std::vector<std::string> env) {
    const auto named = name_providers(std::move(providers), env);
    return named ? std::string("none") : contracts::to_string(named.error());
  };
  EXPECT_THAT(error({unnamed("a/v1.yaml", "Orders"), unnamed("b/v1.yaml", "Orders")}, {}),
              HasSubstr("b/v1.yaml and a/v1.yaml would both be called 'orders'"));
  EXPECT_THAT(error({unnamed("orders.yaml", "")}, {"API"}), HasSubstr("expected NAME=CONTRACT"));
  EXPECT_THAT(error({unnamed("orders.yaml", "")}, {"A-B=orders"}), HasSubstr("expected NAME=CONTRACT"));
  EXPECT_THAT(error({unnamed("orders.yaml", "")}, {"1A=orders"}), HasSubstr("expected NAME=CONTRACT"));
  EXPECT_THAT(error({unnamed("orders.yaml", "")}, {"API=stock"}), HasSubstr("'stock' is none of the contracts"));
}

}  // namespace
}  // namespace squall::harness
