#include "harness/verify/tell.h"

#include "contracts/core/base64.h"
#include "contracts/core/utf8.h"
#include "contracts/match/violations.h"
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

// The text and its encoding; cut so that the text stays within the bound.
void put_body(const std::string& body, auto& message) {
  constexpr std::size_t most = reports::max_exchange_body;
  std::string_view cut = std::string_view(body).substr(0, most);
  // A character that the cut went through is left out.
  while (cut.size() < body.size() && !cut.empty() && (static_cast<unsigned char>(body[cut.size()]) & 0xc0) == 0x80) {
    cut.remove_suffix(1);
  }
  if (contracts::is_utf8(cut)) {
    message.body = cut;
  } else {
    cut = std::string_view(body).substr(0, most / 4 * 3);
    message.body = contracts::base64_encode(cut);
    message.body_encoding = reports::BodyEncoding::base64;
  }
  message.truncated = message.truncated || cut.size() < body.size();
}

std::vector<reports::HeaderLine> lines_of(const contracts::http::Headers& headers) {
  std::vector<reports::HeaderLine> lines;
  for (const auto& header : headers) lines.push_back({header.name, header.value});
  return lines;
}

}  // namespace

reports::Exchange exchange_of(const VerifyPlan& plan, const Sent& sent) {
  reports::Exchange exchange;
  exchange.request.method = sent.request.method;
  exchange.request.url = plan.base_url + sent.request.target;
  exchange.request.headers = lines_of(sent.request.headers);
  for (auto& line : exchange.request.headers) {
    if (const std::string* shown = plan.shown_headers.find(line.name)) line.value = *shown;
  }
  put_body(sent.request.body, exchange.request);
  exchange.response.status = static_cast<std::uint32_t>(sent.answer.response.status);
  exchange.response.headers = lines_of(sent.answer.response.headers);
  exchange.response.truncated = sent.answer.truncated;
  put_body(sent.answer.response.body, exchange.response);
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
