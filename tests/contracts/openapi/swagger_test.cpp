// Swagger 2.0 becomes the same model, and keeps its places.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;
using testing::HasSubstr;

constexpr const char* pets = R"(swagger: '2.0'
info: {title: Pets, version: '1'}
host: example.com:8080
basePath: /v1
schemes: [https, http]
consumes: [application/json]
produces: [application/json, text/plain]
securityDefinitions:
  login: {type: basic}
  key: {type: apiKey, in: header, name: X-Key}
  o: {type: oauth2, flow: accessCode, authorizationUrl: /a, tokenUrl: /t, scopes: {read: reads}}
security: [{login: []}]
parameters:
  Limit: {name: limit, in: query, type: integer, maximum: 10}
responses:
  NotFound: {description: none, schema: {$ref: '#/definitions/Problem'}}
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, type: string, pattern: '^[a-z]+$'}
      - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: pipes}
    get:
      operationId: get
      parameters:
        - {$ref: '#/parameters/Limit'}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: tabs, in: query, type: array, items: {type: integer}, collectionFormat: tsv}
        - {name: many, in: header, type: array, items: {type: integer}}
      responses:
        200:
          description: ok
          headers: {X-Rate: {type: integer}}
          schema: {$ref: '#/definitions/Pet'}
          examples: {application/json: {kind: dog, name: x}}
        404: {$ref: '#/responses/NotFound'}
    put:
      parameters:
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses: {204: {description: done}}
  /pictures:
    post:
      consumes: [multipart/form-data]
      produces: [image/png]
      parameters:
        - {name: picture, in: formData, type: file, required: true}
        - {name: sizes, in: formData, type: array, items: {type: integer}, collectionFormat: ssv}
      responses: {200: {description: ok, schema: {type: file}}}
definitions:
  Problem: {type: object, properties: {text: {type: string, x-nullable: true}}}
  Pet:
    type: object
    discriminator: kind
    required: [kind]
    properties: {kind: {type: string}, name: {type: string}, owner: {$ref: '#/definitions/Problem'}}
)";

class Swagger : public testing::Test {
 protected:
  void SetUp() override {
    LoadOptions strict;
    strict.strict = true;
    path_ = files_.write("pets.yaml", pets);
    auto loaded = load(path_, strict);
    ASSERT_TRUE(loaded) << all_errors(loaded.error());
    contract_ = *loaded;
    get_ = contract_->find("GET", "/pets/{id}");
    ASSERT_NE(get_, nullptr);
  }
  const Parameter& parameter(std::string_view name) const {
    for (const Parameter& one : get_->parameters) {
      if (one.name == name) return one;
    }
    throw std::out_of_range(std::string(name));
  }
  static bool valid(const contracts::schema::Schema& schema, const char* json) {
    return schema.valid(contracts::Document::parse_json(json)->root());
  }

  TemporaryFiles files_;
  std::string path_;
  ContractPointer contract_;
  const Operation* get_ = nullptr;
};

TEST_F(Swagger, HasServersAndSecurity) {
  EXPECT_EQ(contract_->version, Version::v2_0);
  ASSERT_EQ(contract_->servers.size(), 2u);
  EXPECT_EQ(contract_->servers[0].url, "https://example.com:8080/v1");
  EXPECT_EQ(contract_->servers[0].base_path, "/v1");
  EXPECT_EQ(contract_->security_scheme("login")->type, "http");
  EXPECT_EQ(contract_->security_scheme("login")->scheme, "basic");
  EXPECT_EQ(contract_->security_scheme("key")->parameter, "X-Key");
  const auto& flow = contract_->security_scheme("o")->flows.at(0);
  EXPECT_EQ(flow.kind, "authorizationCode");
  EXPECT_EQ(flow.token_url, "/t");
  EXPECT_EQ(flow.scopes.at(0).first, "read");
  EXPECT_EQ(get_->security.at(0).at(0).first, "login");
}

TEST_F(Swagger, HasParametersWithStyles) {
  EXPECT_FALSE(valid(*parameter("limit").schema, "11"));
  EXPECT_TRUE(valid(*parameter("limit").schema, "10"));
  EXPECT_EQ(parameter("tags").style, Style::form) << "the operation's own wins";
  EXPECT_TRUE(parameter("tags").explode);
  EXPECT_EQ(parameter("tabs").style, Style::tab_delimited);
  EXPECT_FALSE(parameter("tabs").explode);
  EXPECT_EQ(parameter("many").style, Style::simple);
  EXPECT_TRUE(parameter("id").required);
  EXPECT_FALSE(valid(*parameter("id").schema, "\"A\""));
  const auto* put = contract_->find("PUT", "/pets/{id}");
  EXPECT_EQ(put->parameters.back().style, Style::pipe_delimited);
}

TEST_F(Swagger, HasBodies) {
  const auto* put = contract_->find("PUT", "/pets/{id}");
  EXPECT_TRUE(put->request_body->required);
  EXPECT_EQ(put->request_body->content.at(0).name, "application/json");
  EXPECT_FALSE(valid(*put->request_body->content.at(0).schema, R"({"name":"x"})"));
  const auto* post = contract_->find("POST", "/pictures");
  const auto& form = post->request_body->content.at(0);
  EXPECT_EQ(form.name, "multipart/form-data");
  EXPECT_FALSE(valid(*form.schema, R"({"sizes":[1]})"));
  EXPECT_TRUE(valid(*form.schema, R"({"sizes":[1],"picture":"..."})"));
  EXPECT_EQ(form.encoding.at(0).property, "sizes");
  EXPECT_EQ(form.encoding.at(0).style, Style::space_delimited);
  EXPECT_TRUE(valid(*post->responses.at(0).content.at(0).schema, "\"x\""));
}

TEST_F(Swagger, HasResponses) {
  const auto& ok = *get_->response_for(200);
  ASSERT_EQ(ok.content.size(), 2u);
  EXPECT_EQ(ok.content[1].name, "text/plain");
  EXPECT_EQ(to_json(ok.content[0].examples.at(0).value), R"({"kind":"dog","name":"x"})");
  EXPECT_EQ(ok.headers.at(0).name, "X-Rate");
  const auto& none = *get_->response_for(404);
  EXPECT_TRUE(valid(*none.content.at(0).schema, R"({"text":null})")) << "x-nullable";
  EXPECT_FALSE(valid(*none.content.at(0).schema, R"({"text":1})"));
}

TEST_F(Swagger, StandsWhereItWasWritten) {
  EXPECT_EQ(get_->location.file, path_);
  EXPECT_EQ(get_->location.line, 23u);
  EXPECT_EQ(get_->location.pointer, "/paths/~1pets~1{id}/get");
  EXPECT_EQ(parameter("limit").location.line, 14u);
  EXPECT_EQ(parameter("limit").location.pointer, "/parameters/Limit");
  EXPECT_EQ(get_->response_for(404)->location.line, 16u);
  const auto wrong = contracts::Document::parse_json(R"({"kind":1})");
  const auto violations = get_->response_for(200)->content.at(0).schema->validate(wrong->root());
  ASSERT_EQ(violations.size(), 1u);
  EXPECT_EQ(violations[0].schema.line, 54u);
  EXPECT_EQ(violations[0].schema.pointer, "/definitions/Pet/properties/kind/type");
}

TEST(SwaggerFiles, MayReferToEachOther) {
  const TemporaryFiles files;
  files.write("parts/common.yaml",
              "parameters: {Body: {name: b, in: body, schema: {$ref: '#/definitions/B'}}}\n"
              "definitions: {B: {type: integer}}\n");
  const auto loaded = load(files.write("a.yaml",
                                       "swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    post:\n"
                                       "      parameters: [{$ref: 'parts/common.yaml#/parameters/Body'}]\n"
                                       "      responses: {200: {description: ok}}\n"));
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  const auto& body = (*loaded)->operations.at(0).request_body->content.at(0);
  EXPECT_EQ(body.name, "application/json");
  EXPECT_TRUE(body.schema->valid(contracts::Document::parse_json("1")->root()));
  EXPECT_FALSE(body.schema->valid(contracts::Document::parse_json("\"1\"")->root()));
  EXPECT_THAT(body.schema->location().file, HasSubstr("common.yaml"));
}

struct Mistake {
  const char* name;
  const char* text;
  std::uint32_t line;
  const char* message;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
  return out << mistake.name;
}

class SwaggerMistakes : public testing::TestWithParam<Mistake> {};

TEST_P(SwaggerMistakes, AreRefusedWhereTheyStand) {
  const TemporaryFiles files;
  const std::string path = files.write("contract.yaml", GetParam().text);
  LoadOptions strict;
  strict.strict = true;
  const auto refused = load(path, strict);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error().front()), HasSubstr(GetParam().message));
  EXPECT_EQ(refused.error().front().location.line, GetParam().line) << all_errors(refused.error());
  EXPECT_TRUE(load(path)) << "what can be read is read";
}

#define HEAD "swagger: '2.0'\ninfo: {title: t, version: '1'}\n"
#define GET(parameters) \
  HEAD "paths:\n  /a:\n    get:\n      parameters: [" parameters "]\n      responses: {200: {description: ok}}\n"

INSTANTIATE_TEST_SUITE_P(
    All, SwaggerMistakes,
    testing::Values(
        Mistake{"no_paths", HEAD, 1, "A Swagger Object needs 'paths'"},
        Mistake{"base_path", HEAD "basePath: v1\npaths: {}\n", 3, "'basePath' must begin with '/'"},
        Mistake{"host", HEAD "host: https://x/y\npaths: {}\n", 3, "'host' is a host and perhaps a port"},
        Mistake{"scheme", HEAD "schemes: [ftp]\npaths: {}\n", 3, "'schemes' must be one of"},
        Mistake{"type", GET("{name: q, in: query}"), 6, "a query parameter needs 'type'"},
        Mistake{"schema", GET("{name: q, in: query, type: string, schema: {}}"), 6, "'schema' is for body parameters"},
        Mistake{"items", GET("{name: q, in: query, type: array}"), 6, "an array needs 'items'"},
        Mistake{"file", GET("{name: q, in: query, type: file}"), 6, "type 'file' is for formData parameters only"},
        Mistake{"multi", GET("{name: q, in: header, type: array, items: {type: string}, collectionFormat: multi}"), 6,
                "collectionFormat 'multi' is for query"},
        Mistake{"bodies", GET("{name: a, in: body, schema: {}}, {name: b, in: body, schema: {}}"), 6,
                "only one body parameter is possible"},
        Mistake{"body_and_form", GET("{name: a, in: body, schema: {}}, {name: b, in: formData, type: string}"), 6,
                "body and formData parameters exclude each other"},
        Mistake{"openapi_field", HEAD "paths: {}\ncomponents: {}\n", 4, "unknown field 'components'"},
        Mistake{"flow", HEAD "paths: {}\nsecurityDefinitions:\n  o: {type: oauth2, flow: implicit, scopes: {}}\n", 5,
                "needs 'authorizationUrl'"},
        Mistake{"undeclared", HEAD "paths: {}\nsecurity: [{k: []}]\n", 4, "security scheme 'k' is not declared"},
        Mistake{"reference", HEAD "paths: {}\ndefinitions: {A: {$ref: '#/definitions/B'}}\n", 4, "there is no 'B'"}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace squall::tests
