#include "contracts/match/wished_response.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::contracts::match {
namespace {

using schema::Flavour;

constexpr const char* document = R"(
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    get:
      responses:
        "204": {description: nothing}
        "200":
          description: some
          headers:
            ETag: {schema: {type: string}}
            Set-Cookie: {schema: {type: string}}
            X-Count: {schema: {type: integer, default: 3}}
            Content-Encoding: {schema: {type: string}}
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  name: {type: string}
                  id: {type: integer, minimum: 5}
                  mail: {type: string, format: email}
                  state: {enum: [open, paid]}
                  size: {type: number, examples: [7.5]}
                  parent: {$ref: "#/paths/~1things/get/responses/200/content/application~1json/schema"}
                  tags: {type: array, items: {type: string, minLength: 8}}
              examples:
                wrong: {value: {id: one}}
                right: {value: {id: 9}}
            text/plain: {schema: {type: string}, examples: {words: {value: hello}}}
        4XX: {description: bad, content: {text/plain: {example: bad}}}
  /redirects:
    get:
      responses:
        "302": {description: elsewhere}
        default: {description: anything, content: {text/plain: {example: else}}}
)";

class WishedResponse : public testing::Test {
 protected:
  tl::expected<http::Response, NoResponse> get(const std::string& path, ResponseWish wish) {
    return wished_response(*contract_, *contract_->find("GET", path), wish, Random(1, "test"));
  }
  Unfulfilled lack(ResponseWish wish) {
    auto response = get("/things", wish);
    EXPECT_FALSE(response);
    return response ? Unfulfilled::body : response.error().what;
  }
  std::shared_ptr<const openapi::Contract> contract_ = tests::contract_of(document);
};

TEST_F(WishedResponse, IsTheLowestSuccess) {
  const auto response = get("/things", {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 200);
  EXPECT_EQ(response->body, R"({"id":9})");  // the first example that keeps the schema
  EXPECT_EQ(get("/redirects", {})->status, 200);
  EXPECT_EQ(get("/redirects", {})->body, "else");
}

TEST_F(WishedResponse, SaysWhatCannotBeHad) {
  ResponseWish status, accept, example, strict;
  status.status = 500;
  accept.accept = "image/png";
  example.example = "lost";
  strict.examples = ExampleUse::strict;
  EXPECT_EQ(lack(status), Unfulfilled::status);
  EXPECT_EQ(lack(accept), Unfulfilled::representation);
  EXPECT_EQ(lack(example), Unfulfilled::example);
  EXPECT_EQ(lack(strict), Unfulfilled::sound_example);
}

TEST(StrictExamples, OfHeadersMustBeSound) {
  struct Row {
    const char* header;
    const char* problem;  // "" when it is sent as it is
  };
  const Row rows[] = {
      {"X-A: {required: true, schema: {type: integer}, example: zz}", "must be integer"},
      {"X-A: {schema: {type: integer}, example: zz}", "must be integer"},
      {"X-A: {schema: {type: integer}, examples: {one: {value: 7}, two: {value: zz}}}", ""},
      {"X-A: {schema: {type: integer}}", ""},
      {"ETag: {schema: {type: string}, example: no quotes}", "has not the form"},
      {"X-A: {content: {application/json: {schema: {type: object}, example: [1]}}}", "must be object"},
  };
  for (const Row& row : rows) {
    const auto contract = tests::contract_of(
        std::string(
            "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a: {get: {responses: {'200': {description: d, "
            "headers: {") +
        row.header + "}}}}}\n");
    ResponseWish strict;
    strict.examples = ExampleUse::strict;
    const auto response = wished_response(*contract, *contract->find("GET", "/a"), strict, Random(1, "test"));
    EXPECT_EQ(response.has_value(), *row.problem == '\0') << row.header;
    if (response) continue;
    EXPECT_EQ(response.error().what, Unfulfilled::sound_example);
    EXPECT_NE(response.error().error.message.find(row.problem), std::string::npos) << response.error().error.message;
    strict.examples = ExampleUse::fitting;
    EXPECT_TRUE(wished_response(*contract, *contract->find("GET", "/a"), strict, Random(1, "test")));
  }
}

TEST_F(WishedResponse, TakesTheRepresentationThatHasTheExample) {
  ResponseWish wish;
  wish.example = "words";
  EXPECT_EQ(get("/things", wish)->body, "hello");
  wish.accept = "application/json";
  EXPECT_EQ(lack(wish), Unfulfilled::example);
  wish.example = "wrong";
  EXPECT_EQ(get("/things", wish)->body, R"({"id":"one"})") << "who asks for it by name gets it";
}

TEST_F(WishedResponse, AnswersRangesAsAsked) {
  ResponseWish wish;
  wish.status = 418;
  EXPECT_EQ(get("/things", wish)->status, 418);
  EXPECT_EQ(get("/things", wish)->body, "bad");
}

TEST_F(WishedResponse, SamplesShowEverything) {
  ResponseWish wish;
  wish.examples = ExampleUse::none;
  wish.flavour = Flavour::sample;
  const auto response = get("/things", wish);
  ASSERT_TRUE(response);
  const std::string head = R"({"name":"string","id":5,"mail":"user@example.com","state":"open","size":0,)";
  const std::string tail = R"("tags":["stringstring"]})";
  EXPECT_EQ(response->body, head + R"("parent":)" + head + tail + "," + tail) << "what refers to itself is shown once";
  wish.examples = ExampleUse::fitting;
  wish.example = {};
  EXPECT_EQ(get("/things", wish)->headers.get("X-Count"), "3");
}

TEST_F(WishedResponse, GivesHeadersTheirForm) {
  const auto response = get("/things", {});
  ASSERT_TRUE(response);
  EXPECT_EQ(response->headers.get("ETag"), "\"1\"");
  EXPECT_EQ(response->headers.get("Set-Cookie"), "session=string; Path=/");
  EXPECT_FALSE(response->headers.contains("Content-Encoding"));
}

}  // namespace
}  // namespace squall::contracts::match
