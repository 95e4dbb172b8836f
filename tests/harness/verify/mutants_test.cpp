// Each departure from the contract is found and named; on the sound provider nothing is.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/harness/verify/orders_provider.h"
#include "tests/support/contracts.h"

namespace squall::tests {
namespace {
using namespace harness;
using contracts::match::Router;
using reports::Outcome;
using reports::Severity;

Verification verify_orders(const std::string& mutant, std::uint64_t seed) {
  static const auto router = std::make_shared<const Router>(contract_of(orders_contract));
  OrdersProvider provider(mutant);
  VerifyPlan plan;
  plan.id = "verify/orders";
  plan.service = "orders";
  plan.router = router;
  plan.base_url = "http://127.0.0.1:1";
  plan.seed = seed;
  plan.patience = std::chrono::milliseconds(0);
  plan.replay = "squall verify orders.yaml";
  plan.connect = [&]() -> Send {
    return [&](const contracts::http::Request& request) {
      Answer answer;
      answer.response = provider.answer(request);
      return answer;
    };
  };
  return verify(plan);
}

std::string listed(const reports::Check& check) {
  std::string text;
  for (const auto& finding : check.findings) {
    text += finding.rule + " | " + finding.operation + " | " + finding.message + "\n";
    for (const auto& line : finding.evidence) text += "    " + line.text + "\n";
  }
  for (const std::string& fact : check.facts) text += "- " + fact + "\n";
  return text + check.reason;
}

struct Mutant {
  const char* name;
  const char* operation;
  const char* rule;
  Severity severity = Severity::error;
};

std::ostream& operator<<(std::ostream& out, const Mutant& mutant) {
  return out << mutant.name;
}

class Mutants : public testing::TestWithParam<Mutant> {};

TEST_P(Mutants, AreFoundAndNamed) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const auto verification = verify_orders(GetParam().name, seed);
    const bool fails = GetParam().severity == Severity::error;
    EXPECT_EQ(verification.check.outcome, fails ? Outcome::failed : Outcome::passed) << listed(verification.check);
    const auto found =
        std::find_if(verification.check.findings.begin(), verification.check.findings.end(), [](const auto& finding) {
          return finding.operation == GetParam().operation && finding.rule == GetParam().rule &&
                 finding.severity == GetParam().severity;
        });
    ASSERT_NE(found, verification.check.findings.end()) << "seed " << seed << "\n" << listed(verification.check);
    EXPECT_FALSE(found->replay.curl.empty());
    EXPECT_EQ(found->replay.command, "squall verify orders.yaml");
    EXPECT_FALSE(found->evidence.empty());
    EXPECT_GT(found->location.line, 0u) << found->message;
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, Mutants,
    testing::Values(Mutant{"created-is-200", "POST /orders", "response.status.undeclared"},
                    Mutant{"delete-is-200", "DELETE /orders/{id}", "response.status.undeclared"},
                    Mutant{"unknown-is-200", "GET /orders/{id}", "response.body.schema"},
                    Mutant{"unknown-is-undeclared", "GET /orders/{id}", "response.status.undeclared"},
                    Mutant{"no-location", "POST /orders", "response.header.required"},
                    Mutant{"location-is-absolute", "POST /orders", "response.header.schema"},
                    Mutant{"500-when-empty", "GET /orders", "response.server-error"},
                    Mutant{"no-total", "GET /orders", "response.header.required"},
                    Mutant{"total-as-text", "GET /orders", "response.header.schema"},
                    Mutant{"html", "POST /orders", "response.media-type.undeclared"},
                    Mutant{"no-content-type", "POST /orders", "response.media-type.missing"},
                    Mutant{"truncated-json", "POST /orders", "response.body.malformed"},
                    Mutant{"list-in-an-object", "GET /orders", "response.body.schema"},
                    Mutant{"quantity-as-text", "GET /orders/{id}", "response.body.schema"},
                    Mutant{"quantity-as-fraction", "GET /orders/{id}", "response.body.schema"},
                    Mutant{"quantity-null", "POST /orders", "response.body.schema"},
                    Mutant{"quantity-zero", "POST /orders", "response.body.schema"},
                    Mutant{"id-off-pattern", "POST /orders", "response.body.schema"},
                    Mutant{"without-state", "POST /orders", "response.body.schema"},
                    Mutant{"state-in-capitals", "GET /orders", "response.body.schema"},
                    Mutant{"total-negative", "POST /orders", "response.body.schema"},
                    Mutant{"date-without-time", "POST /orders", "response.body.schema"},
                    Mutant{"more-properties", "POST /orders", "response.body.schema"},
                    Mutant{"crashes-on-read", "GET /orders/{id}", "response.server-error"},
                    Mutant{"crashes-on-invalid", "POST /orders", "request.invalid.server-error"},
                    Mutant{"problem-as-text", "POST /orders", "response.media-type.undeclared"},
                    Mutant{"problem-without-title", "POST /orders", "response.body.schema"},
                    Mutant{"accepts-broken-json", "POST /orders", "request.invalid.accepted"},
                    Mutant{"accepts-more-properties", "POST /orders", "request.invalid.accepted"},
                    Mutant{"accepts-any-sku", "POST /orders", "request.invalid.accepted"},
                    Mutant{"accepts-any-quantity", "POST /orders", "request.invalid.accepted"},
                    Mutant{"accepts-missing-quantity", "POST /orders", "request.invalid.accepted"},
                    Mutant{"accepts-any-limit", "GET /orders", "request.invalid.accepted"},
                    Mutant{"accepts-any-state", "GET /orders", "request.invalid.accepted"},
                    Mutant{"wrong-method-crashes", "GET /orders", "protocol.method.server-error"},
                    Mutant{"no-allow", "GET /orders", "response.http.allow"},
                    Mutant{"ignores-limit", "GET /orders", "stateful.limit.ignored", Severity::warning},
                    Mutant{"confuses-ids", "GET /orders/{id}", "stateful.identity"},
                    Mutant{"reads-what-is-deleted", "GET /orders/{id}", "stateful.use-after-delete"},
                    Mutant{"forgets-what-is-created", "GET /orders/{id}", "stateful.created.missing"},
                    Mutant{"loses-the-quantity", "GET /orders/{id}", "stateful.created.differs"}),
    [](const auto& row) {
      std::string name = std::string("mutant_") + row.param.name;
      std::replace(name.begin(), name.end(), '-', '_');
      return name;
    });

TEST(SoundProvider, GivesNoFindingAndIsExercisedWhole) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto verification = verify_orders("", seed);
    EXPECT_EQ(verification.check.outcome, Outcome::passed) << "seed " << seed << "\n" << listed(verification.check);
    EXPECT_TRUE(verification.check.findings.empty()) << "seed " << seed << "\n" << listed(verification.check);
    for (const auto& operation : verification.coverage) {
      std::uint64_t successes = 0;
      for (const auto& [status, times] : operation.responses) successes += status[0] == '2' ? times : 0;
      EXPECT_GT(successes, 0u) << operation.operation << " seed " << seed << "\n" << listed(verification.check);
    }
  }
}

}  // namespace
}  // namespace squall::tests
