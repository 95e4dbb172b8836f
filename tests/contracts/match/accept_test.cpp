#include "contracts/match/accept.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {

TEST(Accept, NamesWhatIsDeclaredSuccessesFirst) {
  const auto contract = contract_of(R"(openapi: 3.0.3
info: {title: t, version: '1'}
paths:
  /a:
    get:
      responses:
        '404': {description: no, content: {application/problem+json: {}, application/json: {}}}
        '200': {description: ok, content: {application/json; charset=utf-8: {}, text/*: {}, 'a/b;v=1': {}}}
    delete: {responses: {'204': {description: ok}}}
)");
  EXPECT_EQ(contracts::match::accept_of(*contract->find("GET", "/a")),
            "application/json, text/*, a/b;v=\"1\", application/problem+json");
  EXPECT_EQ(contracts::match::accept_of(*contract->find("DELETE", "/a")), "");
}

}  // namespace
}  // namespace squall::tests
