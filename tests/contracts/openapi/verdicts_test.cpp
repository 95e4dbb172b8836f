// What each version of the specification forbids, advises against and allows.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using testing::HasSubstr;

enum class Verdict : std::uint8_t { fine, told, refused };

struct Document {
  const char* name;
  const char* version;
  std::string body;
  Verdict verdict;
  const char* message = "";
};

std::ostream& operator<<(std::ostream& out, const Document& document) {
  return out << document.name;
}

class Verdicts : public testing::TestWithParam<Document> {};

TEST_P(Verdicts, AreThoseOfTheSpecification) {
  const Document& document = GetParam();
  const TemporaryFiles files;
  const std::string key = std::string(document.version) == "2.0" ? "swagger: '" : "openapi: '";
  const std::string text = key + document.version + "'\ninfo: {title: t, version: '1'}\n" + document.body;
  contracts::openapi::LoadOptions strict;
  strict.strict = true;
  const auto loaded = contracts::openapi::load(files.write("contract.yaml", text), strict);
  if (document.verdict == Verdict::refused) {
    ASSERT_FALSE(loaded) << "accepted";
    EXPECT_THAT(all_errors(loaded.error()), HasSubstr(document.message));
    return;
  }
  ASSERT_TRUE(loaded) << all_errors(loaded.error());
  const std::string told = all_errors((*loaded)->warnings);
  if (document.verdict == Verdict::fine) {
    EXPECT_EQ(told, "");
  } else {
    EXPECT_THAT(told, HasSubstr(document.message));
  }
}

std::string name_of(const testing::TestParamInfo<Document>& info) {
  return info.param.name;
}

std::string get(const std::string& path, const std::string& more = "") {
  return "paths:\n  '" + path + "':\n    get: {" + more + "responses: {'200': {description: ok}}}\n";
}

std::string prose(const std::string& text) {
  return "paths: {}\ntags: [{name: a, description: '" + text + "'}]\n";
}

const char* const two_a = "parameters: [{name: a, in: path, required: true, schema: {}}], ";
const char* const no_url_path = "has characters that no URL path can have";

INSTANTIATE_TEST_SUITE_P(
    Paths, Verdicts,
    testing::Values(Document{"fragment_31", "3.1.0", get("/a#b"), Verdict::told, no_url_path},
                    Document{"query_30", "3.0.3", get("/a?b=c"), Verdict::told, no_url_path},
                    Document{"blank_20", "2.0", get("/a b"), Verdict::told, no_url_path},
                    Document{"fragment_32", "3.2.0", get("/a#b"), Verdict::refused, no_url_path},
                    Document{"twice_30", "3.0.3", get("/{a}/{a}", two_a), Verdict::told, "the same parameter twice"},
                    Document{"twice_31", "3.1.0", get("/{a}/{a}", two_a), Verdict::told, "the same parameter twice"},
                    Document{"twice_32", "3.2.0", get("/{a}/{a}", two_a), Verdict::refused, "same parameter twice"}),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    Prose, Verdicts,
    testing::Values(
        Document{"mention", "3.0.3", prose(R"(called "<module>.<script>" there)"), Verdict::fine},
        Document{"mention_with_end", "3.0.3", prose("an empty <script></script> element"), Verdict::fine},
        Document{"frame_mention", "3.0.3", prose("An <iframe> tag that embeds a player."), Verdict::fine},
        Document{"frame", "3.0.3", prose(R"(<iframe src="https://example.com/a"></iframe>)"), Verdict::fine},
        Document{"waits", "3.0.3", prose("<a href=\"https://x.y\" onfocus=\"this.blur()\">T</a>"), Verdict::fine},
        Document{"escaped", "3.0.3", prose(R"(\<script src=x>)"), Verdict::fine},
        Document{"unclosed", "3.0.3", prose("a <script src=x"), Verdict::fine},
        Document{"content", "3.0.3", prose("a <script>alert(1)</script>"), Verdict::refused, "carries a script"},
        Document{"loaded", "3.0.3", prose("a <SCRIPT  SRC=x>"), Verdict::refused, "carries a script"},
        Document{"inner", "3.0.3", prose("a <b <script src=x>"), Verdict::refused, "carries a script"},
        Document{"second", "3.0.3", prose("<script></script><script>f()</script>"), Verdict::refused, "a script"},
        Document{"slash", "3.0.3", prose("<svg/onload=f()>"), Verdict::refused, "carries a script"},
        Document{"quoted_end", "3.0.3", prose("<img alt=\">\" onerror=\"f()\">"), Verdict::refused, "a script"},
        Document{"focus", "3.0.3", prose("<input autofocus onfocus=f()>"), Verdict::refused, "carries a script"},
        Document{"url", "3.0.3", prose("<a href=\" javascript:f()\">x</a>"), Verdict::refused, "carries a script"},
        Document{"bare_url", "3.0.3", prose("<iframe src=javascript:f()>"), Verdict::refused, "carries a script"},
        Document{"inside", "3.0.3", prose("<iframe srcdoc=\"<p>\">"), Verdict::refused, "carries a script"}),
    name_of);

std::string both(const std::string& paths) {
  return paths + "components: {schemas: {A: {type: string, readOnly: true, writeOnly: true}}}\n";
}

INSTANTIATE_TEST_SUITE_P(Schemas, Verdicts,
                         testing::Values(Document{"both_30", "3.0.3", both("paths: {}\n"), Verdict::refused,
                                                  "'readOnly' and 'writeOnly' exclude each other"},
                                         Document{"both_31", "3.1.0", both(""), Verdict::fine},
                                         Document{"both_32", "3.2.0", both(""), Verdict::fine}),
                         name_of);

std::string response(const std::string& fields) {
  return "paths:\n  /a:\n    post:\n      responses: {'200': {description: ok, " + fields + "}}\n";
}

std::string request(const std::string& media_type) {
  return "paths:\n  /a:\n    post:\n      requestBody: {content: {multipart/form-data: " + media_type +
         "}}\n      responses: {'200': {description: ok}}\n";
}

std::string parameter(const std::string& fields) {
  return get("/a", "parameters: [{" + fields + ", schema: {}}], ");
}

const char* const no_header = "'Bad=Header' cannot be the name of a header";
const char* const reserved = "'allowReserved' is for path, query and form-style cookie parameters only";

INSTANTIATE_TEST_SUITE_P(
    Headers, Verdicts,
    testing::Values(
        Document{"name_30", "3.0.3", response("headers: {Bad=Header: {schema: {}}}"), Verdict::refused, no_header},
        Document{"name_32", "3.2.0", response("headers: {Bad=Header: {schema: {}}}"), Verdict::refused, no_header},
        Document{"name_20", "2.0", response("headers: {Bad=Header: {type: string}}"), Verdict::refused, no_header},
        Document{"extension", "3.0.3", response("headers: {x-Good: {schema: {}}}"), Verdict::fine},
        Document{"encoding", "3.1.0",
                 request("{schema: {properties: {a: {}}}, encoding: {a: {headers: {Bad=Header: {schema: {}}}}}}"),
                 Verdict::refused, no_header},
        Document{"reserved_header", "3.2.0", parameter("name: h, in: header, allowReserved: false"), Verdict::refused,
                 reserved},
        Document{"reserved_cookie", "3.2.0", parameter("name: c, in: cookie, style: cookie, allowReserved: true"),
                 Verdict::refused, reserved},
        Document{"reserved_form", "3.2.0", parameter("name: c, in: cookie, allowReserved: true"), Verdict::fine},
        Document{"reserved_query", "3.2.0", parameter("name: c, in: query, allowReserved: true"), Verdict::fine},
        Document{"reserved_31", "3.1.0", parameter("name: c, in: cookie, allowReserved: true"), Verdict::refused,
                 "for query parameters only"},
        Document{"reserved_30", "3.0.3", parameter("name: c, in: cookie, allowReserved: true"), Verdict::fine}),
    name_of);

const std::string whole = "{name: w, in: querystring, content: {a/b: {}}}";
const std::string part = "{name: p, in: query, schema: {}}";
const char* const exclude = "query parameters and a querystring parameter exclude each other";

INSTANTIATE_TEST_SUITE_P(
    Queries, Verdicts,
    testing::Values(
        Document{"component", "3.2.0", "components: {pathItems: {m: {parameters: [" + whole + ", " + part + "]}}}\n",
                 Verdict::refused, exclude},
        Document{"component_get", "3.2.0",
                 "components: {pathItems: {m: {parameters: [" + whole + "], get: {parameters: [" + part + "]}}}}\n",
                 Verdict::refused, exclude},
        Document{"webhook", "3.2.0",
                 "webhooks: {w: {parameters: [" + part + "], post: {parameters: [" + whole + "]}}}\n", Verdict::refused,
                 exclude},
        Document{"two", "3.2.0",
                 "paths: {/a: {parameters: [" + whole +
                     "], get: {parameters: [{name: v, in: querystring, content: {a/b: {}}}]}}}\n",
                 Verdict::refused, "only one querystring parameter is possible"},
        Document{"overridden", "3.2.0",
                 "paths: {/a: {parameters: [" + whole + "], get: {parameters: [" + whole + "]}}}\n", Verdict::fine}),
    name_of);

const std::string callback =
    "callbacks: {c: {'{$request.body#/u}': {post: {operationId: x, responses: {'200': {description: ok}}}}}}, ";
const std::string shared =
    "components: {callbacks: {c: {'{$request.body#/u}': {post: {operationId: x, responses: {'200': {description: "
    "ok}}}}}}}\n";
const std::string by_reference =
    "callbacks: {c: {$ref: '#/components/callbacks/c'}}, responses: {'200': {description: ok}}";

INSTANTIATE_TEST_SUITE_P(
    OperationIds, Verdicts,
    testing::Values(Document{"callback", "3.0.3", get("/a", "operationId: x, " + callback), Verdict::refused,
                             "operationId 'x' is already that of GET /a"},
                    Document{"other_callback", "3.0.3", get("/a", "operationId: y, " + callback), Verdict::fine},
                    Document{"shared_callback", "3.0.3",
                             "paths: {/a: {get: {" + by_reference + "}, put: {" + by_reference + "}}}\n" + shared,
                             Verdict::fine},
                    Document{"webhook", "3.1.0",
                             get("/a", "operationId: x, ") + "webhooks: {w: {post: {operationId: x}}}\n",
                             Verdict::refused, "operationId 'x' is already that of GET /a"}),
    name_of);

std::string schemas(const std::string& list) {
  return "paths: {}\ncomponents: {schemas: {" + list + "}}\n";
}

const std::string open_pet = "Pet: {properties: {k: {}}, discriminator: {propertyName: k";
const std::string branch = "A: {required: [k], properties: {k: {}}}, ";
const char* const needs_default = "the discriminator needs 'defaultMapping'";

INSTANTIATE_TEST_SUITE_P(
    Discriminators, Verdicts,
    testing::Values(
        Document{"nowhere", "3.0.3", schemas(open_pet + ", mapping: {b: '#/components/schemas/Nope'}}}"),
                 Verdict::refused, "there is no 'Nope'"},
        Document{"no_name", "3.1.0", schemas(open_pet + ", mapping: {b: Nope}}}"), Verdict::told,
                 "no schema under 'components' is called 'Nope'"},
        Document{"leads", "3.1.0", schemas(open_pet + ", mapping: {a: A, b: '#/components/schemas/A'}}}, A: {}"),
                 Verdict::fine},
        Document{"optional", "3.2.0", schemas(branch + open_pet + "}, oneOf: [{properties: {k: {}}}]}"),
                 Verdict::refused, needs_default},
        Document{"optional_alone", "3.2.0", schemas(open_pet + "}}"), Verdict::refused, needs_default},
        Document{"default_mapping", "3.2.0", schemas(branch + open_pet + ", defaultMapping: A}}"), Verdict::fine},
        Document{"default_nowhere", "3.2.0", schemas(open_pet + ", defaultMapping: '#/x'}}"), Verdict::refused,
                 "there is no 'x'"},
        Document{"required_by_branches", "3.2.0",
                 schemas(branch + open_pet + "}, oneOf: [{$ref: '#/components/schemas/A'}]}"), Verdict::fine},
        Document{"required_by_part", "3.2.0", schemas(open_pet + "}, allOf: [{required: [k]}]}"), Verdict::fine},
        Document{"optional_31", "3.1.0", schemas(open_pet + "}}"), Verdict::fine}),
    name_of);

std::string form(const std::string& schema) {
  return request("{schema: " + schema + ", encoding: {b: {contentType: text/plain}}}");
}

const char* const no_property = "'b' has an encoding, and is no property of the schema";

INSTANTIATE_TEST_SUITE_P(
    Others, Verdicts,
    testing::Values(
        Document{"encoding", "3.0.3", form("{properties: {a: {}}}"), Verdict::told, no_property},
        Document{"encoding_known", "3.0.3", form("{properties: {b: {}}}"), Verdict::fine},
        Document{"encoding_composed", "3.0.3", form("{properties: {a: {}}, allOf: [{properties: {b: {}}}]}"),
                 Verdict::fine},
        Document{"encoding_open", "3.0.3", form("{properties: {a: {}}, additionalProperties: {}}"), Verdict::fine},
        Document{"encoding_32", "3.2.0", form("{properties: {a: {}}}"), Verdict::fine},
        Document{"circle", "3.1.0",
                 "paths: {/a: {$ref: '#/components/pathItems/a'}}\n"
                 "components: {pathItems: {a: {$ref: '#/components/pathItems/a'}}}\n",
                 Verdict::refused, "leads back to itself"},
        Document{"chain", "3.1.0",
                 "paths: {/a: {$ref: '#/components/pathItems/a'}}\n"
                 "components: {pathItems: {a: {$ref: '#/components/pathItems/b'}, b: {get: {}}}}\n",
                 Verdict::fine},
        Document{"namespace_30", "3.0.3", schemas("A: {xml: {namespace: foo}}"), Verdict::refused,
                 "'namespace' must be a whole URI, found 'foo'"},
        Document{"namespace", "3.1.0", schemas("A: {xml: {namespace: 'urn:foo'}}"), Verdict::fine},
        Document{"namespace_20", "2.0", "paths: {}\ndefinitions: {A: {xml: {namespace: foo}}}\n", Verdict::fine},
        Document{"id", "3.1.0", schemas("A: {$id: 'http://x/y#frag'}"), Verdict::refused,
                 "'$id' must have no fragment"},
        Document{"id_empty_fragment", "3.1.0", schemas("A: {$id: 'http://x/y#'}"), Verdict::fine},
        Document{"server_names", "3.2.0", "paths: {}\nservers: [{url: /a, name: n}, {url: /b, name: n}]\n",
                 Verdict::refused, "two servers are called 'n'"},
        Document{"server_braces", "3.0.3", "paths: {}\nservers: [{url: 'http://{x'}]\n", Verdict::refused,
                 "the braces of a server's URL do not pair"}),
    name_of);

std::string file_operation(const std::string& consumes) {
  return "paths:\n  /a:\n    post:\n" + (consumes.empty() ? "" : "      consumes: [" + consumes + "]\n") +
         "      parameters: [{name: f, in: formData, type: file}]\n      responses: {200: {description: ok}}\n";
}

std::string definitions(const std::string& list) {
  return "paths: {}\ndefinitions: {" + list + "}\n";
}

const char* const no_file = "type 'file' is for formData parameters and whole responses only";
const std::string key = "paths: {}\nsecurityDefinitions: {k: {type: apiKey, in: query, name: k}}\n";

INSTANTIATE_TEST_SUITE_P(
    Swagger, Verdicts,
    testing::Values(
        Document{"file", "2.0", file_operation(""), Verdict::refused, "that takes a file consumes a form"},
        Document{"file_image", "2.0", file_operation("image/png"), Verdict::refused, "consumes a form"},
        Document{"file_form", "2.0", file_operation("multipart/form-data"), Verdict::fine},
        Document{"file_form_for_all", "2.0", "consumes: [multipart/form-data]\n" + file_operation(""), Verdict::fine},
        Document{"range", "2.0", "paths: {/a: {get: {responses: {2XX: {description: ok}}}}}\n", Verdict::refused,
                 "'2XX' is no status code"},
        Document{"discriminator", "2.0", definitions("A: {discriminator: k}"), Verdict::refused,
                 "the discriminator 'k' must be a property of this schema"},
        Document{"discriminator_optional", "2.0", definitions("A: {discriminator: k, properties: {k: {type: string}}}"),
                 Verdict::refused, "the discriminator 'k' must be required"},
        Document{"discriminator_fine", "2.0",
                 definitions("A: {discriminator: k, required: [k], properties: {k: {type: string}}}"), Verdict::fine},
        Document{"file_property", "2.0", definitions("A: {properties: {f: {type: file}}}"), Verdict::refused, no_file},
        Document{"file_response", "2.0", response("schema: {type: file}"), Verdict::fine},
        Document{"enum", "2.0", get("/a", "parameters: [{name: e, in: query, type: string, enum: []}], "),
                 Verdict::refused, "'enum' must not be empty"},
        Document{"scopes", "2.0", key + "security: [{k: [x]}]\n", Verdict::refused, "type 'apiKey' has no scopes"},
        Document{"no_scopes", "2.0", key + "security: [{k: []}]\n", Verdict::fine},
        Document{"tags", "2.0", "paths: {}\ntags: [{name: a}, {name: a}]\n", Verdict::refused, "declared twice"},
        Document{"base_path", "2.0", "paths: {}\nbasePath: '/{v}'\n", Verdict::refused, "'basePath' has no parameters"},
        Document{"schemes", "2.0", "paths: {}\nschemes: [http, http]\n", Verdict::told,
                 "scheme 'http' is named twice"}),
    name_of);

}  // namespace
}  // namespace squall::tests
