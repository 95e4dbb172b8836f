// A case with other texts is the same case.

#include <gtest/gtest.h>

#include <set>

#include "contracts/core/document.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {

using namespace contracts;
using match::RequestCase;

constexpr const char* yaml = R"(openapi: 3.1.0
info: {title: Readers, version: '1'}
paths:
  /readers:
    post:
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [email, contact]
              additionalProperties: false
              properties:
                email: {type: string, format: email, maxLength: 60}
                code: {type: string, pattern: '^[A-Z]{6}$'}
                pages: {type: integer, minimum: 1, maximum: 5}
                contact:
                  oneOf:
                    - {type: object, required: [kind, street], properties: {kind: {const: letter}, street: {type: string, minLength: 3}}}
                    - {type: object, required: [kind, number], properties: {kind: {const: phone}, number: {type: string, pattern: '^[0-9]{6}$'}}}
      responses: {'201': {description: made}}
)";

std::string text_at(const RequestCase& request, const char* pointer) {
  const auto document = Document::parse_json(request.request.body);
  const Node* node = document ? document->root().resolve(pointer) : nullptr;
  return node == nullptr ? std::string() : std::string(node->text());
}

class Refreshed : public testing::Test {
 protected:
  const std::shared_ptr<const openapi::Contract> contract_ = contract_of(yaml);
  const openapi::Operation& operation_ = *contract_->find("POST", "/readers");
  const Random random_{7, "test", "readers", 0};
};

TEST_F(Refreshed, HasOtherTextsAndTheSameMembers) {
  for (const RequestCase& made : match::coverage_requests(*contract_, operation_, random_)) {
    std::set<std::string> emails = {text_at(made, "/email")};
    for (std::uint64_t i = 0; i < 3; ++i) {
      const RequestCase other = match::refreshed(made, random_.fork("other", i));
      EXPECT_EQ(other.summary, made.summary);
      EXPECT_EQ(text_at(other, "/contact/kind"), text_at(made, "/contact/kind")) << made.summary;
      EXPECT_EQ(text_at(other, "/pages"), text_at(made, "/pages")) << made.summary;
      emails.insert(text_at(other, "/email"));
      const char* special = made.pointer.c_str();
      EXPECT_TRUE(made.pointer.empty() || text_at(other, special) == text_at(made, special)) << made.summary;
    }
    EXPECT_TRUE(made.pointer == "/email" || emails.size() > 1) << made.summary;
  }
}

TEST_F(Refreshed, IsWrongInTheSameWay) {
  int refreshed = 0;
  for (const RequestCase& made : match::negative_requests(*contract_, operation_, random_)) {
    const RequestCase other = match::refreshed(made, random_.fork("other"));
    EXPECT_EQ(other.keyword, made.keyword);
    EXPECT_EQ(other.pointer, made.pointer);
    if (made.pointer == "/pages") {
      EXPECT_EQ(text_at(other, "/pages"), text_at(made, "/pages"));
      refreshed += other.request.body != made.request.body ? 1 : 0;
    }
  }
  EXPECT_GT(refreshed, 0);
}

// A provider may take even what is wrong once only.
TEST_F(Refreshed, ThroughoutIsWrongInTheSameWayWithAnotherText) {
  std::set<std::string> codes;
  for (const RequestCase& made : match::negative_requests(*contract_, operation_, random_)) {
    const RequestCase other = match::refreshed(made, random_.fork("other"), match::FreshTexts::every);
    EXPECT_FALSE(match::validate_request(match::Router(contract_), other.request).empty()) << other.request.body;
    if (made.pointer != "/code" || made.keyword != "pattern") continue;
    codes.insert(text_at(made, "/code"));
    codes.insert(text_at(other, "/code"));
    EXPECT_EQ(text_at(other, "/code").size(), text_at(made, "/code").size());
  }
  EXPECT_GE(codes.size(), 2u) << testing::PrintToString(codes);
}

}  // namespace
}  // namespace squall::tests
