// `x-squall-*`: what is read, where it counts, and what is refused.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace contracts::openapi;
using namespace std::chrono_literals;
using testing::HasSubstr;

const char* const stock = R"(openapi: 3.0.3
info: {title: Inventory, version: "1"}
x-squall-timeout: 2s
x-squall-idempotency-key: true
paths:
  /reservations:
    x-squall-retry: 3
    post:
      operationId: reserve
      x-squall-timeout: 800ms
      x-squall-retry: {at_most: 2, backoff: exponential, only: idempotent, honours_retry_after: true}
      x-squall-idempotency-key: X-Request-Key
      x-squall-compensated-by: release
      responses: {"201": {description: done}}
    put:
      x-squall-compensated-by: {operation: "DELETE /reservations/{id}", within: 2s}
      x-squall-idempotency-key: false
      responses: {"200": {description: done}}
  /reservations/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    delete:
      operationId: release
      responses: {"204": {description: done}}
)";

TEST(ResilienceClauses, AreKeptWithTheirPlace) {
  const auto contract = contract_of(stock);
  const ResilienceClauses& said = contract->find("POST", "/reservations")->resilience;
  EXPECT_EQ(said.timeout->at_most, 800ms);
  EXPECT_EQ(said.timeout->location.line, 10u);
  EXPECT_EQ(said.timeout->location.column, 25u);
  EXPECT_EQ(said.retry->at_most, 2u);
  EXPECT_EQ(said.retry->backoff, "exponential");
  EXPECT_TRUE(said.retry->only_idempotent);
  EXPECT_EQ(said.retry->honours_retry_after, true);
  EXPECT_EQ(said.idempotency_key->header, "X-Request-Key");
  EXPECT_EQ(said.compensated_by->operation, "DELETE /reservations/{id}");
  EXPECT_TRUE(contract->warnings.empty()) << all_errors(contract->warnings);
}

TEST(ResilienceClauses, OfThePathAndTheContractAreDefaults) {
  const auto contract = contract_of(stock);
  const ResilienceClauses& put = contract->find("PUT", "/reservations")->resilience;
  EXPECT_EQ(put.timeout->at_most, 2s);
  EXPECT_EQ(put.timeout->location.line, 3u);
  EXPECT_EQ(put.retry->at_most, 3u);
  EXPECT_EQ(put.retry->location.line, 7u);
  EXPECT_FALSE(put.idempotency_key) << "`false` takes the default away";
  EXPECT_EQ(put.compensated_by->operation, "DELETE /reservations/{id}");
  EXPECT_EQ(put.compensated_by->within, 2s);
  const ResilienceClauses& release = contract->find_by_id("release")->resilience;
  EXPECT_FALSE(release.retry) << "of another path";
  EXPECT_EQ(release.idempotency_key->header, "Idempotency-Key");
  EXPECT_FALSE(release.compensated_by);
}

TEST(ResilienceClauses, OfASwaggerDocumentAreKeptToo) {
  const auto contract = contract_of(R"(swagger: "2.0"
info: {title: Inventory, version: "1"}
x-squall-timeout: 2s
paths:
  /stock:
    x-squall-retry: 1
    get:
      x-squall-idempotency-key: Stock-Key
      responses: {"200": {description: done}}
)");
  const ResilienceClauses& said = contract->find("GET", "/stock")->resilience;
  EXPECT_EQ(said.timeout->at_most, 2s);
  EXPECT_EQ(said.timeout->location.line, 3u);
  EXPECT_EQ(said.retry->at_most, 1u);
  EXPECT_EQ(said.idempotency_key->header, "Stock-Key");
}

struct Row {
  const char* name;
  const char* clause;
  const char* message;
};

std::ostream& operator<<(std::ostream& out, const Row& row) {
  return out << row.name;
}

std::string with_clause(const char* clause) {
  return std::string(R"(openapi: 3.0.3
info: {title: Inventory, version: "1"}
paths:
  /stock:
    get:
      operationId: readStock
      )") +
         clause + R"(
      responses: {"200": {description: done}}
)";
}

class MalformedClause : public testing::TestWithParam<Row> {};

TEST_P(MalformedClause, IsALocatedError) {
  const TemporaryFiles files;
  const auto loaded = load(files.write("contract.yaml", with_clause(GetParam().clause)));
  ASSERT_FALSE(loaded);
  ASSERT_EQ(loaded.error().size(), 1u) << all_errors(loaded.error());
  EXPECT_THAT(to_string(loaded.error()[0]), HasSubstr(GetParam().message));
  EXPECT_EQ(loaded.error()[0].location.line, 7u);
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedClause,
    testing::Values(
        Row{"no_unit", "x-squall-timeout: 800", "x-squall-timeout: expected a duration, found 800"},
        Row{"zero", "x-squall-timeout: 0ms", "expected a duration, found \"0ms\""},
        Row{"timeout_object", "x-squall-timeout: {at_most: 1s}", "expected a duration"},
        Row{"negative_retries", "x-squall-retry: -1", "x-squall-retry: expected a number of retries from 0 to 1000"},
        Row{"fraction", "x-squall-retry: 1.5", "expected a number of retries"},
        Row{"too_many", "x-squall-retry: 1001", "expected a number of retries"},
        Row{"retry_without_number", "x-squall-retry: {backoff: linear}", "expected `at_most`"},
        Row{"unknown_backoff", "x-squall-retry: {at_most: 1, backoff: square}", "expected a shape of pauses"},
        Row{"unknown_member", "x-squall-retry: {at_mots: 1, at_most: 1}", "did you mean 'at_most'?"},
        Row{"only", "x-squall-retry: {at_most: 1, only: GET}", "expected 'idempotent'"},
        Row{"no_header", "x-squall-idempotency-key: 'a b'", "expected the name of a header"},
        Row{"secret_header", "x-squall-idempotency-key: Authorization", "expected the name of a header"},
        Row{"nobody_undoes", "x-squall-compensated-by: readStok", "did you mean 'readStock'?"},
        Row{"undone_some_time", "x-squall-compensated-by: {operation: readStock, within: soon}",
            "expected `operation`"},
        Row{"undone_by_nobody", "x-squall-compensated-by: {within: 2s}", "expected an operation"},
        Row{"number_undoes", "x-squall-compensated-by: 7", "there is no operation 7 in this contract"}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(ResilienceClauses, WithAnUnknownNameAreToldAndNotRefused) {
  const auto contract = contract_of(with_clause("x-squall-retries: 2"));
  ASSERT_EQ(contract->unknown_clauses.size(), 1u);
  EXPECT_THAT(to_string(contract->unknown_clauses[0]), HasSubstr("contract.yaml:7:7: unknown extension"));
  EXPECT_THAT(to_string(contract->unknown_clauses[0]), HasSubstr("did you mean 'x-squall-retry'?"));
  EXPECT_EQ(contract->warnings, contract->unknown_clauses);
}

TEST(ResilienceClauses, UndoOneOperationAndNoOther) {
  const auto contract = contract_of(R"(openapi: 3.0.3
info: {title: Inventory, version: "1"}
x-squall-compensated-by: readStock
paths:
  /stock:
    get:
      operationId: readStock
      responses: {"200": {description: done}}
)");
  ASSERT_EQ(contract->unknown_clauses.size(), 1u);
  EXPECT_THAT(to_string(contract->unknown_clauses[0]), HasSubstr("x-squall-compensated-by means nothing here"));
}

}  // namespace
}  // namespace squall::tests
