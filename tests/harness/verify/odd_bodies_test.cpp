#include "harness/verify/odd_bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "contracts/core/document.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::Document;
using contracts::match::RequestCase;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Notes, version: '1'}
paths:
  /notes:
    post:
      parameters:
        - {name: tag, in: query, schema: {type: string}}
        - {name: short, in: query, schema: {type: string, maxLength: 9}}
        - {name: given, in: query, schema: {type: string}}
        - {name: size, in: query, schema: {type: integer}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                title: {type: string, maxLength: 40}
                text: {type: string}
                size: {type: integer}
      responses: {'201': {description: made}}
)";

class OddBodies : public testing::Test {
 protected:
  RequestCase with_body(std::string body, const std::string& type = "application/json") const {
    RequestCase request;
    request.operation = contract_->find("POST", "/notes");
    request.request.method = "POST";
    request.request.target = "/notes?given=1";
    request.request.headers.add("Content-Type", type);
    request.request.body = std::move(body);
    return request;
  }
  static std::map<std::string, std::string> bodies(const RequestCase& valid) {
    std::map<std::string, std::string> all;
    for (const auto& odd : odd_bodies(valid)) {
      EXPECT_EQ(odd.where, "body");
      EXPECT_TRUE(all.emplace(odd.summary, odd.request.body).second) << odd.summary << " is there twice";
    }
    return all;
  }

  const ContractPointer contract_ = contract_of(yaml);
};

TEST_F(OddBodies, AreWrongInOneWayEach) {
  auto found = bodies(with_body(R"({"title":"a","size":7})"));
  EXPECT_EQ(found["body is cut off"], R"({"title":"a)");
  EXPECT_EQ(found["body is followed by more"], R"({"title":"a","size":7} x)");
  EXPECT_EQ(found["body begins with a byte order mark"],
            "\xEF\xBB\xBF"
            R"({"title":"a","size":7})");
  EXPECT_EQ(found["body is not UTF-8"], "{\"title\":\"\xff\xfe\",\"size\":7}");
  EXPECT_EQ(found["body has half a surrogate pair"], R"({"title":"\ud800","size":7})");
  EXPECT_EQ(found["body has a number beyond all ranges"], R"({"title":"a","size":1e400})");
  EXPECT_EQ(found["body has a number of a hundred digits"], R"({"title":"a","size":)" + std::string(100, '9') + "}");
  EXPECT_EQ(found["body has a key twice"], R"({"title":"a","size":7,"title":"a"})");
  EXPECT_EQ(found["body is nested deeply"].size(), 20'000u);
  EXPECT_EQ(found["body is null"], "null");
  EXPECT_EQ(found.size(), 10u);
}

TEST_F(OddBodies, AreMadeOfWhatIsThere) {
  const auto list = bodies(with_body("[1]"));
  EXPECT_EQ(list.count("body is not UTF-8") + list.count("body has a key twice"), 0u);
  EXPECT_EQ(bodies(with_body("{}")).count("body has a key twice"), 0u);
  EXPECT_TRUE(odd_bodies(with_body("a=1", "application/x-www-form-urlencoded")).empty());
  EXPECT_TRUE(odd_bodies(with_body("")).empty());
}

TEST_F(OddBodies, HaveLongTextsOnlyWhereTheContractSetsNoBound) {
  std::vector<std::string> summaries;
  for (const auto& made : long_texts(*contract_, with_body(R"({"title":"a","text":"b","size":7})"))) {
    summaries.push_back(made.summary);
    EXPECT_THAT(made.request.target + made.request.body, HasSubstr(std::string(4'000, 'a')));
  }
  EXPECT_THAT(summaries, ElementsAre("body /text is a very long text", "query.tag is a very long text"));
}

}  // namespace
}  // namespace squall::tests
