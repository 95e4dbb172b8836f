#include "harness/consumer/weather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/consumer/pact_record.h"
#include "harness/stub/stub.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::UnorderedElementsAre;

constexpr const char* kContract = R"(
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get:
      responses:
        "200":
          description: one
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: integer}
                  note: {type: string}
                  items: {type: array, items: {type: object, properties: {size: {type: integer}}}}
              example: {id: 7, note: fragile, items: [{size: 1}, {size: 2}]}
        "404": {description: none}
)";

class WeatherTest : public testing::Test {
 protected:
  WeatherTest() {
    StubOptions options;
    options.changes.push_back(weather_.change_for("orders"));
    options.observe = [this](const StubExchange& exchange) { pacts_.observe("orders", exchange); };
    stub_ = make_stub(router_, options);
  }
  contracts::http::Response get(const std::string& target) {
    chaos::http::Incoming incoming;
    incoming.request.target = target;
    return stub_(incoming).response;
  }
  static std::string place(const std::string& where) {
    return AnswerPlace{"absent", "orders", "GET /orders/{id}", "200", where}.text();
  }

  Weather weather_{{find_variation("absent"), find_variation("slow")}, {}, 1};
  std::shared_ptr<const contracts::match::Router> router_ =
      std::make_shared<const contracts::match::Router>(tests::contract_of(kContract));
  PactRecord pacts_{{{"orders", "orders.yaml", {}, router_}, {"stock", "stock.yaml", {}, router_}}};
  chaos::http::Handler stub_;
};

TEST_F(WeatherTest, LearnsInCalmWeather) {
  weather_.calm();
  EXPECT_THAT(get("/orders/7").body, HasSubstr("fragile"));
  get("/orders/7");
  get("/orders/seven");
  get("/elsewhere");
  const auto answered = weather_.answered().at("orders").at("GET /orders/{id}");
  EXPECT_THAT(answered.statuses, UnorderedElementsAre(Pair("200", 2), Pair("422", 1)));
  EXPECT_THAT(answered.fields.at("200"), ElementsAre("/id", "/items", "/items/*", "/items/*/size", "/note"));
  EXPECT_THAT(weather_.places().at("absent"),
              ElementsAre(place("body/items"), place("body/items/*/size"), place("body/note")));
  EXPECT_EQ(weather_.seen().answers, 3U);
  EXPECT_THAT(weather_.seen().changed, IsEmpty());
}

TEST_F(WeatherTest, ChangesTheChosenPlacesOnly) {
  weather_.vary(*find_variation("absent"), {place("body/items/*/size"), place("body/nowhere")});
  EXPECT_EQ(get("/orders/7").body, R"({"id":7,"note":"fragile","items":[{},{}]})");
  EXPECT_THAT(weather_.seen().changed, ElementsAre(place("body/items/*/size")));
  weather_.calm();
  EXPECT_THAT(get("/orders/7").body, HasSubstr("size"));
  EXPECT_THAT(weather_.seen().changed, IsEmpty());
}

TEST_F(WeatherTest, NamesPlacesInOneText) {
  const AnswerPlace full{"enum", "orders", "GET /orders/{id}", "200", "body/state\t\"lost\""};
  const AnswerPlace read = AnswerPlace::of(full.text());
  EXPECT_EQ(read.text(), full.text());
  EXPECT_EQ(read.operation, full.operation);
  EXPECT_EQ(read.where, full.where);
  EXPECT_EQ(AnswerPlace::of("x").variation, "x");
}

TEST_F(WeatherTest, KeepsSoundExchangesForPacts) {
  get("/orders/7");
  get("/orders/7");
  get("/orders/seven");
  const std::string pact = to_json(pacts_.pact("web", "orders"));
  EXPECT_THAT(pact, HasSubstr("\"/orders/7\""));
  EXPECT_EQ(pact.find("seven"), std::string::npos);
  EXPECT_EQ(pact.find("/orders/7\""), pact.rfind("/orders/7\""));
  EXPECT_THAT(to_json(pacts_.pact("web", "stock")), HasSubstr("\"interactions\":[]"));
}

}  // namespace
}  // namespace squall::harness
