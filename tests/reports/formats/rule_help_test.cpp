#include "reports/formats/rule_help.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

namespace squall::tests {
namespace {

TEST(RuleHelp, IsOfTheRulesFamily) {
  const std::map<std::string, std::set<std::string>> families = {
      {"request.body.schema", {"request.query.required", "request.path.unknown"}},
      {"request.invalid.accepted", {"request.invalid.server-error"}},
      {"request.valid.refused", {}},
      {"response.status.undeclared", {"response.status"}},
      {"response.server-error", {}},
      {"response.media-type.undeclared", {"response.media-type.missing"}},
      {"response.header.required", {"response.header.schema"}},
      {"response.http.allow", {"response.http.framing"}},
      {"response.body.schema", {"response.missing"}},
      {"resilience.graph.timeout-order", {"resilience.graph.amplification"}},
      {"resilience.timeout.missing", {"resilience.timeout.leaked-connection"}},
      {"resilience.retries.unbounded", {"resilience.retries.backoff"}},
      {"resilience.safe-retries.key-shared", {}},
      {"resilience.circuit-breaker.never-opens", {}},
      {"resilience.fallback.late", {}},
      {"resilience.in-contract.undeclared", {}},
      {"resilience.stopped", {}},
      {"experiment.p99", {"experiment.invariant"}},
      {"security.undeclared", {"security.refusal.status"}},
      {"stateful.use-after-delete", {"stateful.page.repeated"}},
      {"protocol.method.allow", {"protocol.head"}},
      {"a rule of another version", {""}},
  };
  std::set<std::string> titles;
  for (const auto& [rule, others] : families) {
    const auto help = reports::help_of(rule);
    EXPECT_TRUE(titles.insert(std::string(help.title)).second) << rule;
    EXPECT_FALSE(help.help.empty()) << rule;
    for (const auto& other : others) EXPECT_EQ(reports::help_of(other).title, help.title) << other;
  }
}

}  // namespace
}  // namespace squall::tests
