#include "harness/verify/tell.h"

#include "contracts/match/violations.h"
#include "harness/check/recorded.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

std::string short_text(const std::string& text) {
  return text.empty() ? "no body" : contracts::match::excerpt(text);
}

void add_evidence(const Sent& sent, const std::string& summary, std::vector<reports::EvidenceLine>& lines) {
  lines.push_back({std::nullopt, "sent " + sent.request.method + " " + sent.request.target +
                                     (summary.empty() ? std::string{} : " (" + summary + ")")});
  if (!sent.request.body.empty()) lines.push_back({std::nullopt, "with " + short_text(sent.request.body)});
  const Answer& answer = sent.answer;
  if (answer.error != chaos::CallError::none) {
    lines.push_back({std::nullopt, "no answer: " + answer.error_text});
  } else {
    lines.push_back({std::nullopt, "answered " + std::to_string(answer.response.status) + ", " +
                                       std::string(answer.response.headers.get("Content-Type")) + ", " +
                                       short_text(answer.response.body)});
  }
}

}  // namespace

reports::Exchange exchange_of(const VerifyPlan& plan, const Sent& sent) {
  reports::Exchange exchange;
  exchange.request = recorded(sent.request, plan.base_url);
  for (auto& line : exchange.request.headers) {
    if (const std::string* shown = plan.shown_headers.find(line.name)) line.value = *shown;
  }
  exchange.response = recorded(sent.answer.response);
  exchange.response.truncated = exchange.response.truncated || sent.answer.truncated;
  exchange.response.error = sent.answer.error_text;
  exchange.started_ms = sent.started_ms;
  exchange.duration_ms = std::chrono::duration<double, std::milli>(sent.answer.duration).count();
  return exchange;
}

reports::Finding told(const VerifyPlan& plan, const FoundProblem& found) {
  reports::Finding finding = found.finding;
  std::vector<reports::EvidenceLine> evidence;
  for (std::size_t i = 0; i < found.sent.size(); ++i) {
    add_evidence(found.sent[i], i < found.steps.size() ? found.steps[i].request.summary : "", evidence);
    finding.exchanges.push_back(exchange_of(plan, found.sent[i]));
  }
  finding.evidence.insert(finding.evidence.begin(), evidence.begin(), evidence.end());
  if (finding.operations.size() > 1) {
    finding.message += " (so at " + reports::counted(finding.operations.size() - 1, "more operation") + ")";
  }
  if (finding.replay.command.empty()) finding.replay.command = plan.replay;
  if (finding.replay.curl.empty()) {
    for (const Sent& sent : found.sent) {
      finding.replay.curl += (finding.replay.curl.empty() ? "" : "\n") +
                             contracts::match::to_curl(sent.request, plan.base_url, plan.shown_headers);
    }
  }
  return finding;
}

}  // namespace squall::harness
