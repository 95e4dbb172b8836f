// One mistake, one message: where it stands and what to do.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using contracts::ErrorKind;
using testing::HasSubstr;

struct Mistake {
  const char* name;
  const char* text;
  std::uint32_t line;
  const char* message;
  bool only_strict;
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake) {
  return out << mistake.name;
}

class Mistakes : public testing::TestWithParam<Mistake> {};

TEST_P(Mistakes, AreLocatedAndExplained) {
  const Mistake& mistake = GetParam();
  const TemporaryFiles files;
  const std::string path = files.write("contract.yaml", mistake.text);
  contracts::openapi::LoadOptions strict;
  strict.strict = true;
  const auto refused = contracts::openapi::load(path, strict);
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error().front()), HasSubstr(mistake.message));
  EXPECT_EQ(refused.error().front().location.line, mistake.line) << to_string(refused.error().front());
  EXPECT_EQ(refused.error().front().location.file, path);
  const auto lenient = contracts::openapi::load(path);
  EXPECT_EQ(lenient.has_value(), mistake.only_strict);
  if (lenient) {
    EXPECT_THAT(to_string((*lenient)->warnings.front()), HasSubstr(mistake.message));
  }
}

#define HEAD "openapi: 3.0.3\ninfo: {title: t, version: '1'}\n"
#define OK_RESPONSE "responses: {'200': {description: ok}}"

INSTANTIATE_TEST_SUITE_P(
    All, Mistakes,
    testing::Values(
        Mistake{"swagger", "swagger: '1.2'\ninfo: {}\n", 1, "Swagger version '1.2' is not known", false},
        Mistake{"required", HEAD "paths: {}\ncomponents:\n  schemas:\n    A: {type: string, required: true}\n", 6,
                "'required' must be a list, found boolean", true},
        Mistake{"asyncapi", "asyncapi: 2.6.0\n", 1, "this is an AsyncAPI document", false},
        Mistake{"no_openapi", "a: 1\n", 1, "this is no OpenAPI document", false},
        Mistake{"version", "openapi: 4.0.0\n", 1, "OpenAPI version '4.0.0' is not known", false},
        Mistake{"version_number", "openapi: 3.0\ninfo: {title: t, version: '1'}\npaths: {}\n", 1,
                "'openapi' must be a string", true},
        Mistake{"title", "openapi: 3.0.3\ninfo: {version: '1'}\npaths: {}\n", 2, "An Info Object needs 'title'", true},
        Mistake{"unknown_field", HEAD "paths: {}\nservrs: []\n", 4,
                "unknown field 'servrs' in an OpenAPI Object; did you mean 'servers'?", true},
        Mistake{
            "reference",
            HEAD
            "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n"
            "          content:\n            application/json:\n              schema:\n"
            "                $ref: '#/components/schemas/Ordr'\ncomponents:\n  schemas:\n    Order: {type: object}\n",
            12, "there is no 'Ordr'; did you mean '#/components/schemas/Order'?", false},
        Mistake{"remote", HEAD "paths:\n  /a:\n    $ref: https://example.com/a.yaml\n", 5,
                "remote reference 'https://example.com/a.yaml' is not followed", false},
        Mistake{"file", HEAD "paths:\n  /a:\n    $ref: missing.yaml#/a\n", 5, "file 'missing.yaml' not found", false},
        Mistake{"circle",
                HEAD
                "paths:\n  /a:\n    get:\n      parameters: [{$ref: '#/components/parameters/A'}]\n      " OK_RESPONSE
                "\ncomponents:\n  parameters:\n    A: {$ref: '#/components/parameters/B'}\n"
                "    B: {$ref: '#/components/parameters/A'}\n",
                6, "leads back to itself", false},
        Mistake{"path_parameter", HEAD "paths:\n  /a/{id}:\n    get:\n      " OK_RESPONSE "\n", 6,
                "path parameter 'id' of /a/{id} is not declared", true},
        Mistake{"stray_path_parameter",
                HEAD "paths:\n  /a:\n    get:\n      parameters: [{name: id, in: path, required: true, schema: {}}]\n  "
                     "    " OK_RESPONSE "\n",
                6, "path parameter 'id' is not part of the path /a", true},
        Mistake{"optional_path_parameter",
                HEAD
                "paths:\n  /a/{id}:\n    get:\n      parameters: [{name: id, in: path, schema: {}}]\n      " OK_RESPONSE
                "\n",
                6, "path parameter 'id' needs 'required: true'", true},
        Mistake{"in",
                HEAD
                "paths:\n  /a:\n    get:\n      parameters: [{name: id, in: heder, schema: {}}]\n      " OK_RESPONSE
                "\n",
                6, "found 'heder'; did you mean 'header'?", true},
        Mistake{"style",
                HEAD "paths:\n  /a:\n    get:\n      parameters: [{name: q, in: query, style: matrix, schema: {}}]\n   "
                     "   " OK_RESPONSE "\n",
                6, "style 'matrix' is not for query parameters", true},
        Mistake{"twins", HEAD "paths:\n  /a/{x}: {}\n  /a/{y}: {}\n", 5, "path '/a/{y}' is the same as '/a/{x}'", true},
        Mistake{"operation_id",
                HEAD "paths:\n  /a:\n    get: {operationId: x, " OK_RESPONSE
                     "}\n  /b:\n    get: {operationId: x, " OK_RESPONSE "}\n",
                7, "operationId 'x' is already that of GET /a", true},
        Mistake{"status", HEAD "paths:\n  /a:\n    get:\n      responses: {'2000': {description: ok}}\n", 6,
                "'2000' is no status code", true},
        Mistake{"braces", HEAD "paths:\n  /a/{id: {}\n", 4, "the braces of path '/a/{id' do not pair", false},
        Mistake{"method", HEAD "paths:\n  /a:\n    GET: {" OK_RESPONSE "}\n", 5,
                "unknown field 'GET' in a Path Item Object; did you mean 'get'?", true},
        Mistake{"kind", HEAD "paths:\n  /a:\n    get: []\n", 5, "expected an Operation Object, found array", false},
        Mistake{"list", HEAD "paths:\n  /a:\n    get:\n      parameters: {a: 1}\n      " OK_RESPONSE "\n", 6,
                "'parameters' must be a list", false},
        Mistake{
            "both",
            HEAD
            "paths:\n  /a:\n    get:\n      responses:\n        '200':\n          description: ok\n          content:\n"
            "            application/json:\n              example: 1\n              examples: {}\n",
            12, "'example' and 'examples' exclude each other", true},
        Mistake{"oauth", HEAD "paths: {}\ncomponents:\n  securitySchemes:\n    a:\n      type: oauth2\n", 7,
                "a security scheme of type 'oauth2' needs 'flows'", true},
        Mistake{"oauth_flow",
                HEAD "paths: {}\ncomponents:\n  securitySchemes:\n    a:\n      type: oauth2\n      flows:\n"
                     "        implicit: {authorizationUrl: /a, tokenUrl: /t, scopes: {}}\n",
                9, "'tokenUrl' is not for the OAuth flow 'implicit'", true},
        Mistake{"scheme_of_another_type",
                HEAD "paths: {}\ncomponents:\n  securitySchemes:\n    a: {type: http, scheme: basic, in: header}\n", 6,
                "'in' is not for a security scheme of type 'http'", true},
        Mistake{"undeclared_scheme", HEAD "paths: {}\nsecurity: [{key: []}]\n", 4,
                "security scheme 'key' is not declared", true},
        Mistake{"script", HEAD "paths: {}\ntags: [{name: a, description: '<SCRIPT src=x>'}]\n", 4,
                "this text carries a script", true},
        Mistake{"handler", HEAD "paths: {}\ntags: [{name: a, description: 'see <img src=x onerror=alert(1)>'}]\n", 4,
                "this text carries a script", true},
        Mistake{"comment", HEAD "paths: {}\ntags: [{name: a, description: '*/ eval(x); /*'}]\n", 4,
                "this text begins by ending a comment", true},
        Mistake{"anchor",
                "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents:\n  schemas: {A: {$anchor: '#a'}}\n", 4,
                "'$anchor' must be a plain name", true},
        Mistake{"dependent_required",
                "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents:\n  schemas:\n"
                "    A: {dependentRequired: {a: [b, b]}}\n",
                5, "'dependentRequired' must be a list of strings that are all different", true},
        Mistake{"licence",
                "openapi: 3.1.0\ninfo: {title: t, version: '1', license: {name: x, url: /x, identifier: y}}\n"
                "paths: {}\n",
                2, "'identifier' and 'url' exclude each other", true},
        Mistake{"parent", "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths: {}\ntags: [{name: a, parent: b}]\n",
                4, "the parent 'b' is no declared tag", true},
        Mistake{"parents",
                "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths: {}\n"
                "tags: [{name: a, parent: b}, {name: b, parent: a}]\n",
                4, "tag 'a' is below itself", true},
        Mistake{"two_queries",
                "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    parameters:\n"
                "      - {name: q, in: querystring, content: {a/b: {}}}\n"
                "    get: {parameters: [{name: x, in: query, schema: {}}]}\n",
                6, "query parameters and a querystring parameter exclude each other", true},
        Mistake{"method_name",
                "openapi: 3.2.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    additionalOperations:\n"
                "      'A B': {}\n",
                6, "'A B' cannot be a method", true},
        Mistake{"short_version", "openapi: '3.1'\ninfo: {title: t, version: '1'}\npaths: {}\n", 1,
                "'openapi' must be a whole version", true},
        Mistake{"empty_choice", HEAD "paths: {}\ncomponents:\n  schemas: {A: {oneOf: []}}\n", 5,
                "'oneOf' must not be empty", true},
        Mistake{"items", HEAD "paths: {}\ncomponents:\n  schemas:\n    A:\n      type: array\n", 7,
                "a schema of type 'array' needs 'items'", true}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Texts, MaySayAnythingThatIsNotCode) {
  std::string text = HEAD "paths: {}\ntags:\n";
  const char* fine[] = {"Accepts */* and more",
                        "*/5 * * * *",
                        "write `<script>` or ``a ` <iframe>``",
                        "a < b > c",
                        "<b onward>",
                        "--> see",
                        "on = 3",
                        "=endless",
                        "[x](https://example.com/javascript:)"};
  int index = 0;
  for (const char* one : fine) text += "  - {name: t" + std::to_string(index++) + ", description: '" + one + "'}\n";
  const TemporaryFiles files;
  contracts::openapi::LoadOptions strict;
  strict.strict = true;
  const auto loaded = contracts::openapi::load(files.write("contract.yaml", text), strict);
  EXPECT_TRUE(loaded) << all_errors(loaded.error());
}

TEST(ManyMistakes, AreReportedTogetherInOrder) {
  const TemporaryFiles files;
  std::string text = HEAD "paths:\n";
  for (int i = 0; i < 60; ++i)
    text += "  /p" + std::to_string(i) + ":\n    $ref: '#/nowhere/" + std::to_string(i) + "'\n";
  const auto refused = contracts::openapi::load(files.write("contract.yaml", text));
  ASSERT_FALSE(refused);
  ASSERT_EQ(refused.error().size(), 50u);
  for (std::size_t i = 1; i < refused.error().size(); ++i) {
    EXPECT_LT(refused.error()[i - 1].location.line, refused.error()[i].location.line);
  }
}

TEST(MissingFile, IsSaidPlainly) {
  const auto refused = contracts::openapi::load("/nonexistent/contract.yaml");
  ASSERT_FALSE(refused);
  EXPECT_THAT(to_string(refused.error().front()), HasSubstr("/nonexistent/contract.yaml"));
}

}  // namespace
}  // namespace squall::tests
