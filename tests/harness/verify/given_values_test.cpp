#include "harness/verify/given_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::Value;
using contracts::match::RequestCase;
using testing::ElementsAre;

const char* const shop = R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /orders:
    post:
      operationId: createOrder
      parameters: [{name: X-Tenant, in: header, schema: {type: string}}, {name: mode, in: query, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: ok}}
  /orders/{orderId}:
    parameters: [{name: orderId, in: path, required: true, schema: {type: integer}}]
    get: {responses: {'200': {description: ok}}}
    delete: {responses: {'200': {description: ok}}}
)";

class Given : public testing::Test {
 protected:
  tl::expected<GivenValues, GivenValues::Errors> read(const std::string& yaml) {
    auto document = contracts::Document::parse(yaml, "data.yaml", contracts::Syntax::yaml);
    if (!document) return tl::unexpected<GivenValues::Errors>(GivenValues::Errors{document.error()});
    return GivenValues::read(*document, *contract_);
  }
  std::vector<std::string> path_values(const GivenValues& values, const char* method, int count) {
    std::vector<std::string> texts;
    for (int index = 0; index < count; ++index) {
      for (const auto& [name, value] :
           values.path_values(*contract_->find(method, "/orders/{orderId}"), static_cast<std::uint64_t>(index)))
        texts.push_back(name + "=" + contracts::to_json(value));
    }
    return texts;
  }
  contracts::http::Request create(const GivenValues& values, std::string where = "", std::string pointer = "") {
    RequestCase made;
    made.operation = contract_->find("POST", "/orders");
    made.where = std::move(where);
    made.pointer = std::move(pointer);
    made.parameters = {"header.X-Tenant", "query.mode"};
    contracts::http::Request request;
    request.method = "POST";
    request.target = "/orders?mode=a&other=%20b";
    request.headers = {{"Content-Type", "application/json"}, {"x-tenant", "generated"}};
    request.body = R"({"customer":"generated","lines":[{"sku":"generated"}]})";
    values.put_into(made, request);
    return request;
  }

  std::shared_ptr<const contracts::openapi::Contract> contract_ = contract_of(shop);
};

TEST_F(Given, NamesPathParametersInTurn) {
  const auto values = read("path.orderId: [1, 2]\nDELETE /orders/{orderId}: {path.orderId: 7}\n");
  ASSERT_TRUE(values);
  EXPECT_THAT(path_values(*values, "GET", 3), ElementsAre("orderId=1", "orderId=2", "orderId=1"));
  EXPECT_THAT(path_values(*values, "DELETE", 2), ElementsAre("orderId=7", "orderId=7"))
      << "what is said of one operation comes first";
}

TEST_F(Given, FillsHeadersQueriesAndBodies) {
  const auto values = read(
      "header.X-Tenant: t1\n"
      "createOrder: {query.mode: a b, body: {/customer: c-1, /lines/0/sku: [s-1], /lines/4/sku: s-2, /note: n}}\n");
  ASSERT_TRUE(values);
  const auto request = create(*values);
  EXPECT_EQ(request.headers.get("X-Tenant"), "t1");
  EXPECT_EQ(request.target, "/orders?other=%20b&mode=a%20b");
  EXPECT_EQ(request.body, R"({"customer":"c-1","lines":[{"sku":"s-1"}]})") << "only where something is sent anyway";
}

TEST_F(Given, LeavesWhatACaseBreaksOnPurpose) {
  const auto values =
      read("POST /orders: {header.X-Tenant: t1, query.mode: m, body: {/customer: c-1, /lines/0/sku: s-1}}\n");
  ASSERT_TRUE(values);
  const auto generated = create(GivenValues{});
  EXPECT_EQ(create(*values, "header.X-Tenant").headers.get("X-Tenant"), "generated");
  EXPECT_EQ(create(*values, "query.mode").target, generated.target);
  EXPECT_EQ(create(*values, "body", "/customer").body, R"({"customer":"generated","lines":[{"sku":"s-1"}]})");
  EXPECT_EQ(create(*values, "body", "/lines/0").body, R"({"customer":"c-1","lines":[{"sku":"generated"}]})");
  EXPECT_EQ(create(*values, "body", "").body, generated.body);
  EXPECT_EQ(create(*values, "header.Content-Type").body, generated.body);
}

TEST_F(Given, IsRefusedWithEveryMistake) {
  const auto values = read(
      "path.ordrId: 1\n"
      "creatOrder: {query.mode: m}\n"
      "POST /orders: {path.orderId: 3, body: {customer: c}, query.mode: []}\n"
      "GET /orders/{orderId}: 7\n"
      "createOrder: {body: 7}\n");
  ASSERT_FALSE(values);
  std::vector<std::string> texts;
  for (const auto& error : values.error()) texts.push_back(contracts::to_string(error));
  EXPECT_THAT(texts, ElementsAre("data.yaml:1:1: there is no parameter 'path.ordrId'; did you mean 'path.orderId'?",
                                 "data.yaml:2:1: there is no operation 'creatOrder'; did you mean 'createOrder'?",
                                 "data.yaml:3:16: there is no parameter 'path.orderId'; write path.NAME, query.NAME, "
                                 "header.NAME or cookie.NAME",
                                 "data.yaml:3:40: 'customer' is no JSON Pointer; write it as in /customer/id",
                                 "data.yaml:3:54: no value is given",
                                 "data.yaml:4:1: expected an object of parameters and 'body'; as in {path.id: 7}",
                                 "data.yaml:5:15: expected an object of JSON Pointers and values"));
  EXPECT_FALSE(read("[1]"));
  EXPECT_TRUE(read(""));
}

}  // namespace
}  // namespace squall::tests
