#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "contracts/match/validate.h"
#include "harness/variation/vary.h"
#include "tests/support/contracts.h"

namespace squall::harness {
namespace {

using testing::ElementsAre;

constexpr const char* kContract = R"(
openapi: 3.0.3
info: {title: Orders, version: "1"}
paths:
  /orders:
    get:
      responses:
        "200":
          description: some
          content:
            application/json:
              schema:
                type: object
                required: [id, items]
                properties:
                  id: {type: integer}
                  note: {type: string}
                  items: {type: array, items: {type: object, required: [sku], properties: {sku: {type: string}}}}
)";

class MissingMembers : public testing::Test {
 protected:
  const tests::ContractPointer contract_ = tests::contract_of(kContract);
  contracts::http::Response response_{
      200, "OK", {{"Content-Type", "application/json"}}, R"({"id":7,"note":"x","items":[{"sku":"a"},{"sku":"b"}]})"};
  const contracts::Random random_{1, "test.vary"};
  GivenAnswer given() const { return {*contract_, contract_->operations.front(), "GET", response_}; }
  std::string without(const std::vector<std::string>& places) const {
    const auto varied = vary(given(), missing_members, random_, [&](const std::string& where) {
      return std::find(places.begin(), places.end(), where) != places.end();
    });
    return varied ? varied->response.body : "";
  }
};

TEST_F(MissingMembers, AreRequiredOnesToo) {
  EXPECT_THAT(places_of(given(), missing_members, random_),
              ElementsAre("body/id", "body/note", "body/items", "body/items/*/sku"));
  EXPECT_EQ(without({"body/id", "body/items/*/sku"}), R"({"note":"x","items":[{},{}]})");
  EXPECT_EQ(without({"body/id", "body/items", "body/items/*/sku"}), R"({"note":"x"})");
  EXPECT_EQ(without({}), "");
}

TEST_F(MissingMembers, AreNoVariationThatKeepsTheContract) {
  EXPECT_EQ(find_variation(missing_members.name), nullptr);
  const auto varied = vary(given(), missing_members, random_, [](const std::string&) { return true; });
  ASSERT_TRUE(varied);
  EXPECT_FALSE(
      contracts::match::validate_response(*contract_, contract_->operations.front(), "GET", varied->response).empty());
}

TEST_F(MissingMembers, AreNotLeftOutOfWhatIsOffTheContractAlready) {
  response_.body = R"({"id":"seven"})";
  EXPECT_TRUE(places_of(given(), missing_members, random_).empty());
}

}  // namespace
}  // namespace squall::harness
