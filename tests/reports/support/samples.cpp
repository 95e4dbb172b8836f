#include "tests/reports/support/samples.h"

#include "reports/model/each_text.h"
#include "tests/reports/support/sample_parts.h"

namespace squall::tests {
using namespace reports;

RunReport calm_report() {
  RunReport report = shop();
  report.duration_ms = 48213.4;
  report.checks = {
      {"verify/orders",
       CheckKind::provider,
       "orders keeps its contract",
       Outcome::passed,
       "",
       2140,
       {},
       {"486 requests, all answers in contract"}},
      {"verify/payments", CheckKind::provider, "payments keeps its contract", Outcome::passed, "", 1310, {}, {}},
      {"consumer/gateway-orders",
       CheckKind::consumer,
       "gateway calls orders as its contract says",
       Outcome::passed,
       "",
       3,
       {},
       {"1,240 requests of gateway judged, 1,240 answers of orders judged"}},
      {"resilience/orders-payments",
       CheckKind::resilience,
       "orders \xE2\x86\x92 payments",
       Outcome::passed,
       "",
       21400,
       {},
       {}},
      {"resilience/orders-inventory",
       CheckKind::resilience,
       "orders \xE2\x86\x92 inventory",
       Outcome::passed,
       "",
       3200,
       {},
       {}},
      {"experiment/payments brown-out",
       CheckKind::experiment,
       "payments brown-out",
       Outcome::passed,
       "",
       20075,
       {},
       {"success 99.6 % of 1,000 calls, p99 412 ms", "every answer in contract"}}};
  report.checks[1].findings = {accepted_finding()};
  report.profiles = sound_profiles();
  report.profiles[0].patterns[0].timeline = held_timeline();
  report.graph = entry_operations();
  report.timeline = {brown_out(0)};
  return report;
}

RunReport stormy_report() {
  RunReport report = shop();
  report.duration_ms = 61842.7;
  report.outcome = Outcome::failed;
  report.exit_code = 1;
  report.checks = {
      {"verify/orders",
       CheckKind::provider,
       "orders keeps its contract",
       Outcome::passed,
       "",
       2140,
       {},
       {"486 requests, all answers in contract"}},
      {"verify/inventory",
       CheckKind::provider,
       "inventory keeps its contract",
       Outcome::errored,
       "inventory did not become ready within 10 s: GET /health refused by 127.0.0.1:40717",
       10012,
       {},
       {}},
      {"consumer/orders-inventory",
       CheckKind::consumer,
       "orders uses inventory as contracted",
       Outcome::skipped,
       "inventory did not start",
       0,
       {},
       {}},
      {"resilience/orders-payments",
       CheckKind::resilience,
       "orders \xE2\x86\x92 payments",
       Outcome::failed,
       "",
       21400,
       {missing_timeout()},
       {}},
      {"resilience/orders-inventory",
       CheckKind::resilience,
       "orders \xE2\x86\x92 inventory",
       Outcome::inconclusive,
       "the fault was configured but never executed: no request reached the edge",
       3200,
       {leaked_connection(), overstaying()},
       {}},
      {"experiment/payments brown-out",
       CheckKind::experiment,
       "payments brown-out",
       Outcome::failed,
       "",
       20075,
       {undeclared_status()},
       {"success 76.4 % of 1,000 calls, p99 861 ms; expected >= 99 %", "118 answers outside the contract"}}};
  report.profiles = sound_profiles();
  report.profiles[0].patterns[0] = {"timeout",
                                    Presence::no,
                                    {},
                                    Expectation::broken,
                                    "no timeout within 5 s; expected at most 1 s",
                                    missing_timeout().evidence,
                                    {"the outer call could have been cancelled first"},
                                    replay_of("resilience/orders-payments/timeout")};
  report.profiles[1].patterns[0].expectation = Expectation::inconclusive;
  report.profiles[1].patterns[0].present = Presence::unknown;
  report.profiles[1].patterns[0].summary = "not measured: no request reached the edge";
  report.profiles[1].patterns[0].measured.clear();
  report.graph = entry_operations();
  report.timeline = {brown_out(1)};
  report.notes = {"inventory is a stub: what it does under load says nothing about the real one",
                  "3 arrivals could not be sent in time and are not counted as calls"};
  return report;
}

RunReport empty_report() {
  RunReport report;
  report.squall_version = "0.1.0";
  report.name = "nothing";
  report.outcome = Outcome::inconclusive;
  report.exit_code = 3;
  return report;
}

RunReport hostile_report() {
  RunReport report = stormy_report();
  const std::string nasty = std::string("<script>alert('x')</script>]]>&\"'`|*_[](#)%0A::error::\x1b[31m\x01\x08\x7f") +
                            std::string(1, '\0') +
                            "\xff\xc3\x28\xed\xa0\x80\xef\xbf\xbf\xe2\x80\xae\r\n\t{{{x}}} ``` </style> --> end";
  report.checks.back().findings.push_back(accepted_finding());
  each_text(report, [&nasty](std::string& text) { text += nasty; });
  for (Check& check : report.checks) {  // the others count, and are shown in full
    for (Finding& finding : check.findings) {
      if (finding.ignored == nasty) finding.ignored.clear();
    }
  }
  return report;
}

RunReport huge_report() {
  RunReport report = stormy_report();
  Check& check = report.checks.back();
  const Finding model = check.findings.front();
  for (int i = 0; i < 10'000; ++i) {
    check.findings.push_back(model);
    check.findings.back().id = "f-" + std::to_string(i);
    check.findings.back().location.line = static_cast<std::uint32_t>(i + 1);
  }
  check.findings.front().message = std::string(1'000'000, 'm');
  check.findings.front().evidence.assign(2000, {1.0, std::string(1000, 'e')});
  return report;
}

const std::vector<Sample>& samples() {
  static const std::vector<Sample> all = {{"calm", calm_report},
                                          {"stormy", stormy_report},
                                          {"empty", empty_report},
                                          {"hostile", hostile_report},
                                          {"huge", huge_report}};
  return all;
}

}  // namespace squall::tests
