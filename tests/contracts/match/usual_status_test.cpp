#include "contracts/match/usual_status.h"

#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::contracts::match {
namespace {

TEST(UsualStatus, IsTheLowestSuccessThatIsDeclared) {
  const struct {
    const char* declared;
    int status;
    const char* success;  // the key it is declared by; "" for none
  } rows[] = {{"'202', '200'", 200, "200"},       {"'404', '2XX'", 200, "2XX"}, {"'2XX', '204'", 204, "204"},
              {"'404', default", 200, "default"}, {"'404', '500'", 404, ""},    {"'5XX'", 500, ""},
              {"'101', '404'", 404, ""},          {"'100'", 200, ""},           {"'1XX', '201'", 201, "201"}};
  for (const auto& row : rows) {
    std::string responses = row.declared;
    for (std::size_t at = 0; (at = responses.find(',', at)) != std::string::npos; at += 22)
      responses.replace(at, 1, ": {description: ok}, ");
    const auto contract =
        tests::contract_of("openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get: {responses: {" +
                           responses + ": {description: ok}}}\n");
    ASSERT_EQ(contract->operations.size(), 1u) << row.declared;
    EXPECT_EQ(usual_status(contract->operations.front()), row.status) << row.declared;
    const auto* success = usual_success(contract->operations.front());
    EXPECT_EQ(success == nullptr ? "" : success->status, row.success) << row.declared;
  }
}

}  // namespace
}  // namespace squall::contracts::match
