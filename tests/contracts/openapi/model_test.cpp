// What a document becomes: the typed model, across files.

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;

constexpr const char* orders = R"(openapi: 3.1.0
info: {title: Orders, version: '2'}
servers:
  - url: https://{host}/api/{version}/
    variables: {host: {default: example.com}, version: {default: v2}}
security: [{key: []}]
paths:
  /orders/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer}}
      - {name: verbose, in: query, schema: {type: boolean}}
    get:
      operationId: getOrder
      tags: [orders]
      parameters:
        - {name: verbose, in: query, required: true, schema: {type: string}}
        - {name: Accept, in: header, schema: {type: string}}
        - {name: ids, in: query, style: pipeDelimited, schema: {type: array, items: {type: integer}}}
      responses:
        4XX: {description: bad}
        '200':
          description: ok
          headers: {X-Rate: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema: {$ref: 'parts/order.yaml#/Order'}
              examples: {one: {$ref: '#/components/examples/One'}}
        '404': {$ref: '#/components/responses/NotFound'}
        default: {description: any}
    put:
      security: []
      servers: [{url: /other}]
      requestBody: {$ref: '#/components/requestBodies/Order'}
      responses: {'204': {description: done}}
components:
  examples: {One: {value: {id: 1}}}
  responses: {NotFound: {description: none}}
  requestBodies:
    Order:
      required: true
      content:
        application/json: {schema: {$ref: 'parts/order.yaml#/Order'}}
        application/x-www-form-urlencoded:
          schema: {type: object}
          encoding: {tags: {style: pipeDelimited, explode: false}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    web: {type: http, scheme: Bearer}
)";

constexpr const char* parts = R"(Order:
  type: object
  required: [id]
  properties:
    id: {type: integer}
    parent: {$ref: '#/Order'}
    lines: {type: array, items: {$ref: 'line.yaml'}}
)";

class Model : public testing::Test {
 protected:
  void SetUp() override {
    files_.write("parts/order.yaml", parts);
    files_.write("parts/line.yaml", "type: object\nproperties: {order: {$ref: 'order.yaml#/Order'}}\n");
    LoadOptions strict;
    strict.strict = true;
    auto loaded = load(files_.write("orders.yaml", orders), strict);
    ASSERT_TRUE(loaded) << all_errors(loaded.error());
    contract_ = *loaded;
    get_ = contract_->find("GET", "/orders/{id}");
    put_ = contract_->find("PUT", "/orders/{id}");
    ASSERT_NE(get_, nullptr);
    ASSERT_NE(put_, nullptr);
  }
  TemporaryFiles files_;
  ContractPointer contract_;
  const Operation* get_ = nullptr;
  const Operation* put_ = nullptr;
};

TEST_F(Model, KnowsTheContract) {
  EXPECT_EQ(contract_->version, Version::v3_1);
  EXPECT_EQ(contract_->title, "Orders");
  EXPECT_EQ(contract_->servers.at(0).url, "https://example.com/api/v2/");
  EXPECT_EQ(contract_->servers.at(0).base_path, "/api/v2");
  EXPECT_EQ(contract_->find_by_id("getOrder"), get_);
  EXPECT_EQ(contract_->find_by_id(""), nullptr);
  EXPECT_EQ(contract_->base_path(*get_), "/api/v2");
  EXPECT_EQ(contract_->base_path(*put_), "/other");
  EXPECT_EQ(contract_->security_scheme("web")->scheme, "bearer");
  EXPECT_EQ(contract_->security_scheme("key")->parameter, "X-Key");
}

TEST_F(Model, MergesParameters) {
  ASSERT_EQ(get_->parameters.size(), 3u);  // Accept is not one (OAS 3.0.4, section 4.7.12.1)
  EXPECT_EQ(get_->parameters[0].name, "verbose");
  EXPECT_TRUE(get_->parameters[0].required);
  EXPECT_TRUE(get_->parameters[0].wire->only(contracts::Kind::string));
  EXPECT_EQ(get_->parameters[0].style, Style::form);
  EXPECT_TRUE(get_->parameters[0].explode);
  EXPECT_EQ(get_->parameters[1].style, Style::pipe_delimited);
  EXPECT_FALSE(get_->parameters[1].explode);
  EXPECT_TRUE(get_->parameters[1].wire->items->only(contracts::Kind::number));
  EXPECT_EQ(get_->parameters[2].in, ParameterIn::path);
  EXPECT_EQ(get_->parameters[2].style, Style::simple);
}

// It read what was not there: found by fuzzing.
TEST(Alternatives, ThatAreNoListAreNone) {
  const TemporaryFiles files;
  for (const char* keyword : {"oneOf", "anyOf", "allOf"}) {
    const auto file =
        files.write("contract.yaml",
                    "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      parameters:\n"
                    "        - {name: a, in: query, schema: {type: array, " +
                        std::string(keyword) + ": {type: string}}}\n      responses: {'200': {description: d}}\n");
    const auto loaded = load(file);
    ASSERT_TRUE(loaded) << all_errors(loaded.error());
    const auto& wire = *(*loaded)->operations.at(0).parameters.at(0).wire;
    EXPECT_TRUE(wire.only(contracts::Kind::array)) << keyword;
    EXPECT_TRUE(wire.properties.empty() && wire.required.empty());
    LoadOptions strict;
    strict.strict = true;
    const auto refused = load(file, strict);
    ASSERT_FALSE(refused) << keyword;
    EXPECT_EQ(refused.error().front().location.line, 7u);
  }
}

TEST_F(Model, ChoosesTheClosestResponse) {
  EXPECT_EQ(get_->response_for(200)->status, "200");
  EXPECT_EQ(get_->response_for(404)->description, "none");
  EXPECT_EQ(get_->response_for(409)->status, "4XX");
  EXPECT_EQ(get_->response_for(500)->status, "default");
  EXPECT_EQ(put_->response_for(500), nullptr);
}

TEST_F(Model, ReadsBodiesHeadersExamplesAndSecurity) {
  const auto& ok = *get_->response_for(200);
  EXPECT_TRUE(ok.headers.at(0).required);
  EXPECT_EQ(ok.content.at(0).examples.at(0).name, "one");
  EXPECT_EQ(to_json(ok.content.at(0).examples.at(0).value), R"({"id":1})");
  EXPECT_TRUE(put_->request_body->required);
  EXPECT_EQ(put_->request_body->content.at(1).encoding.at(0).property, "tags");
  EXPECT_EQ(get_->security.size(), 1u);
  EXPECT_TRUE(put_->security.empty());
}

TEST_F(Model, ValidatesAcrossFilesAndCycles) {
  const auto& schema = *get_->response_for(200)->content.at(0).schema;
  const auto valid = contracts::Document::parse_json(R"({"id":1,"lines":[{"order":{"id":2}}],"parent":{"id":3}})");
  const auto wrong = contracts::Document::parse_json(R"({"id":1,"lines":[{"order":{"id":"2"}}]})");
  EXPECT_TRUE(schema.valid(valid->root()));
  EXPECT_FALSE(schema.valid(wrong->root()));
  EXPECT_EQ(schema.validate(wrong->root()).at(0).instance_pointer, "/lines/0/order/id");
}

}  // namespace
}  // namespace squall::tests
