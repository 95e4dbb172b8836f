#include "harness/verify/operation_filter.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;

const char* const shop = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders:
    get: {operationId: listOrders, tags: [orders], responses: {'200': {description: ok}}}
    post: {operationId: createOrder, tags: [orders, writing], responses: {'200': {description: ok}}}
  /orders/{id}:
    get: {tags: [orders], responses: {'200': {description: ok}}}
  /stock:
    get: {operationId: stock, responses: {'200': {description: ok}}}
)";

std::vector<OperationPattern> patterns(const std::vector<std::string>& texts) {
  std::vector<OperationPattern> made;
  made.reserve(texts.size());
  for (const std::string& text : texts) made.push_back({text, {"squall.yaml", 3, 5, ""}});
  return made;
}

std::string kept(const std::vector<std::string>& include, const std::vector<std::string>& exclude) {
  const auto contract = contract_of(shop);
  VerifySpec spec;
  spec.include = patterns(include);
  spec.exclude = patterns(exclude);
  const auto out = left_out(spec, *contract);
  if (!out) return contracts::to_string(out.error());
  std::string names;
  for (const auto& operation : contract->operations) {
    if (!out->contains(&operation)) names += (names.empty() ? "" : ", ") + operation.name();
  }
  return names;
}

TEST(OperationFilter, ChoosesByNameIdTagAndPath) {
  EXPECT_EQ(kept({}, {}), "GET /orders, POST /orders, GET /orders/{id}, GET /stock");
  EXPECT_EQ(kept({"POST /orders"}, {}), "POST /orders");
  EXPECT_EQ(kept({"GET *"}, {}), "GET /orders, GET /orders/{id}, GET /stock");
  EXPECT_EQ(kept({"*Order*"}, {}), "GET /orders, POST /orders");
  EXPECT_EQ(kept({"tag:orders"}, {"tag:writ*"}), "GET /orders, GET /orders/{id}");
  EXPECT_EQ(kept({"/orders*", "stock"}, {"/orders"}), "GET /orders/{id}, GET /stock");
  EXPECT_EQ(kept({}, {"/orders/{id}"}), "GET /orders, POST /orders, GET /stock");
}

TEST(OperationFilter, RefusesWhatSelectsNothing) {
  EXPECT_NE(kept({}, {"createOrders"}).find("squall.yaml:3:5: exclude 'createOrders' selects no operation of "),
            std::string::npos);
  EXPECT_NE(kept({}, {"createOrders"}).find("did you mean 'createOrder'?"), std::string::npos);
  EXPECT_NE(kept({"tag:order"}, {}).find("did you mean 'tag:orders'?"), std::string::npos);
  EXPECT_NE(kept({"/ordes/*"}, {}).find("include '/ordes/*' selects no operation"), std::string::npos);
  EXPECT_NE(kept({}, {"/*"}).find("include and exclude leave no operation"), std::string::npos);
}

}  // namespace
}  // namespace squall::tests
