#include "harness/variation/vary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using contracts::http::Headers;
using contracts::http::Response;
using testing::ElementsAreArray;

constexpr const char* kContract = R"(
openapi: 3.1.0
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      responses:
        "200":
          description: some
          headers: {X-Cost: {schema: {type: integer}}, X-Must: {required: true, schema: {type: integer}}}
          content:
            application/json:
              schema:
                type: object
                required: [id, items]
                properties:
                  id: {type: integer}
                  note: {type: string, minLength: 2, maxLength: 8}
                  state: {enum: [open, paid, lost]}
                  kind: {anyOf: [{enum: [a, b]}, {type: string}]}
                  colour: {type: string, x-extensible-enum: [red, blue]}
                  coupon: {type: [string, "null"], format: uuid}
                  items:
                    type: array
                    minItems: 1
                    maxItems: 4
                    items: {type: object, required: [sku], properties: {sku: {type: string}, size: {type: number}}}
                  closed: {type: object, additionalProperties: false, properties: {a: {type: string}}}
                  address: {type: object, properties: {street: {type: string}}}
        "202": {description: later, content: {application/json: {schema: {type: object}, example: {id: 7}}}}
        "204": {description: none}
        2XX: {description: whatever}
        "404": {description: nothing}
)";

constexpr const char* kBody =
    R"({"id":7,"note":"fragile","state":"open","kind":"a","colour":"red","coupon":"1b4e28ba-2fa1-11d2-883f-0016d3cca427",)"
    R"("items":[{"sku":"x","size":2},{"sku":"y"}],"closed":{"a":"b"},"address":{"street":"s"}})";

struct VariationCase {
  std::string variation;
  std::vector<std::string> places;  // each alone
  std::string body;                 // with all of them together; "" for any
};
void PrintTo(const VariationCase& each, std::ostream* out) {
  *out << each.variation;
}

const std::vector<VariationCase> kCases = {
    {"order",
     {"body", "body/items/*"},
     R"({"address":{"street":"s"},"closed":{"a":"b"},"items":[{"size":2,"sku":"x"},{"sku":"y"}],)"
     R"("coupon":"1b4e28ba-2fa1-11d2-883f-0016d3cca427","colour":"red","kind":"a","state":"open","note":"fragile","id":7})"},
    {"layout", {"body"}, ""},
    {"decimal",
     {"body/id", "body/items/*/size"},
     R"({"id":7.0,"note":"fragile","state":"open","kind":"a","colour":"red","coupon":"1b4e28ba-2fa1-11d2-883f-0016d3cca427",)"
     R"("items":[{"sku":"x","size":2.0},{"sku":"y"}],"closed":{"a":"b"},"address":{"street":"s"}})"},
    {"absent",
     {"body/note", "body/state", "body/kind", "body/colour", "body/coupon", "body/closed", "body/address",
      "body/items/*/size", "body/closed/a", "body/address/street"},
     R"({"id":7,"items":[{"sku":"x"},{"sku":"y"}]})"},
    {"added", {"body", "body/items/*", "body/address"}, ""},
    {"null", {"body/coupon"}, ""},
    {"empty", {"body/items"}, ""},
    {"full", {"body/items"}, ""},
    {"enum", {"body/state\t\"paid\"", "body/state\t\"lost\"", "body/kind\t\"b\""}, ""},
    {"open-enum", {"body/kind", "body/colour"}, ""},
    {"status", {"status\t202", "status\t204"}, ""},
    {"no-header", {"header.X-Cost"}, kBody},
    {"header-case", {"headers"}, kBody},
    {"charset", {"header.Content-Type"}, kBody},
    {"chunked", {"length"}, kBody},
    {"slow", {"time"}, kBody},
    {"shortest", {"body/note", "body/items/*/sku", "body/colour", "body/closed/a", "body/address/street"}, ""},
    {"longest", {"body/note"}, ""},
    {"error-status", {"status\t404"}, ""},
};

class Vary : public testing::TestWithParam<VariationCase> {
 protected:
  const tests::ContractPointer contract_ = tests::contract_of(kContract);
  const contracts::openapi::Operation& operation_ = contract_->operations.front();
  Response response_{200, "OK", Headers{{"Content-Type", "application/json"}, {"X-Cost", "3"}, {"X-Must", "1"}}, kBody};
  const contracts::Random random_{1, "test.vary"};
  GivenAnswer given() const { return {*contract_, operation_, "GET", response_}; }
  const Variation& variation() const { return *find_variation(GetParam().variation); }
};

TEST_P(Vary, FindsThePlaces) {
  const auto places = places_of(given(), variation(), random_);
  EXPECT_THAT(places, testing::UnorderedElementsAreArray(GetParam().places));
}

TEST_P(Vary, ChangesAllOfThemAndKeepsTheContract) {
  const auto varied = vary(given(), variation(), random_, [](const std::string&) { return true; });
  ASSERT_TRUE(varied);
  EXPECT_FALSE(varied->places.empty());
  EXPECT_TRUE(contracts::match::validate_response(*contract_, operation_, "GET", varied->response).empty());
  EXPECT_TRUE(varied->response != response_ || varied->delay.count() > 0);
  if (!GetParam().body.empty()) {
    EXPECT_EQ(varied->response.body, GetParam().body);
  }
}

TEST_P(Vary, ChangesOnlyWhatIsChosen) {
  for (const auto& place : GetParam().places) {
    const auto varied = vary(given(), variation(), random_, [&](const std::string& where) { return where == place; });
    ASSERT_TRUE(varied) << place;
    EXPECT_THAT(varied->places, testing::ElementsAre(place));
    EXPECT_TRUE(contracts::match::validate_response(*contract_, operation_, "GET", varied->response).empty());
  }
  EXPECT_FALSE(vary(given(), variation(), random_, [](const std::string&) { return false; }));
}

TEST_P(Vary, DoesNotTouchWhatIsOffTheContract) {
  response_.body = R"({"id":"seven"})";
  EXPECT_TRUE(places_of(given(), variation(), random_).empty());
  EXPECT_FALSE(vary(given(), variation(), random_, [](const std::string&) { return true; }));
}

TEST_P(Vary, SaysWhatIsReliedOn) {
  for (const auto& place : GetParam().places) {
    const std::string words = variation().relies_on(place, " of GET /orders");
    EXPECT_NE(words.find(" of GET /orders"), std::string::npos) << words;
    EXPECT_EQ(words.find_first_of("\t\n*"), std::string::npos) << words;
  }
}

TEST_P(Vary, IsDrawnFromItsSeed) {
  const auto all = [](const std::string&) { return true; };
  const auto first = vary(given(), variation(), random_, all);
  const auto again = vary(given(), variation(), contracts::Random(1, "test.vary"), all);
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->response, again->response);
}

INSTANTIATE_TEST_SUITE_P(Variations, Vary, testing::ValuesIn(kCases), [](const auto& each) {
  std::string name = each.param.variation;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(Variations, KeepIntegersOfOpenApi30Whole) {
  const std::string text = R"(
openapi: VERSION
info: {title: orders, version: "1"}
paths:
  /orders:
    get:
      responses:
        "200":
          description: one
          content:
            application/json:
              schema: {type: object, properties: {id: {type: integer}, price: {type: number}}}
)";
  const Response response{200, "OK", Headers{{"Content-Type", "application/json"}}, R"({"id":7,"price":8})"};
  const auto places = [&](const char* version) {
    const auto contract = tests::contract_of(std::string(text).replace(text.find("VERSION"), 7, version));
    const GivenAnswer given{*contract, contract->operations.front(), "GET", response};
    return places_of(given, *find_variation("decimal"), contracts::Random(1, "test.vary"));
  };
  EXPECT_THAT(places("3.0.3"), testing::UnorderedElementsAre("body/price"));
  EXPECT_THAT(places("3.1.0"), testing::UnorderedElementsAre("body/id", "body/price"));
}

TEST(Variations, HaveACaseEach) {
  std::set<std::string> tested, all;
  for (const auto& each : kCases) tested.insert(each.variation);
  for (const Variation* variation : variations()) all.insert(std::string(variation->name));
  EXPECT_EQ(tested, all);
}

TEST(Variations, SayTheFieldInWords) {
  const auto words = [](const std::string& where) { return find_variation("absent")->relies_on(where, " of X"); };
  EXPECT_EQ(words("body/note"), "optional field note of X");
  EXPECT_EQ(words("body/items/*/a~1b/c~0d"), "optional field items[].a/b.c~d of X");
  EXPECT_EQ(find_variation("enum")->relies_on("body/state\t\"lost\"", " of X"), "field state of X not being \"lost\"");
}

}  // namespace
}  // namespace squall::harness
