#include "chaos/patterns/evidence.h"

#include <fmt/format.h>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {

EvidenceLine line_of(const Attempt& attempt, const std::string& where) {
  std::string text = fmt::format("{}: {}", where, operation_of(attempt));
  std::string steps;
  for (const AppliedFault& applied : attempt.faults) steps += (steps.empty() ? "" : ", ") + applied.step;
  if (attempt.legality != Legality::unknown) steps += fmt::format("; {}", to_string(attempt.legality));
  if (!steps.empty()) text += fmt::format(" [fault: {}]", steps);
  const Instant asked = attempt.request_complete.value_or(attempt.request_started);
  const bool turned_away =
      attempt.consumer_closed && attempt.ended_by != Peer::proxy && attempt.ended_by != Peer::provider;
  if (attempt.status != 0 && turned_away && attempt.ended_by == Peer::consumer) {
    text += fmt::format(" -> {}, given up by the consumer in its body after {}", attempt.status,
                        ms_text(to_ms(*attempt.consumer_closed - asked)));
  } else if (attempt.status != 0 && !attempt.ended) {
    text += fmt::format(" -> {}, its body still awaited", attempt.status);
  } else if (attempt.status != 0) {
    text += fmt::format(" -> {} after {}", attempt.status, ms_text(to_ms(end_of(attempt) - asked)));
  } else if (turned_away) {
    text += fmt::format(" -> given up by the consumer after {}", ms_text(to_ms(*attempt.consumer_closed - asked)));
  } else if (attempt.ended) {
    text += fmt::format(" -> {} without an answer after {}", attempt.ending == Ending::rst ? "reset" : "closed",
                        ms_text(to_ms(*attempt.ended - asked)));
  } else {
    text += " -> still open";
  }
  if (const std::string* key = attempt.request_headers.find("idempotency-key")) {
    text += fmt::format(", Idempotency-Key {}", *key);
  }
  return {attempt.request_started, std::move(text)};
}

std::string outcome_of(const Call& call) {
  const std::string after = ms_text(to_ms(call.finished - call.started));
  if (call.status != 0) return fmt::format("{} after {}", call.status, after);
  if (call.error == CallError::timeout) return fmt::format("no answer within {}", after);
  if (call.error == CallError::cancelled) return fmt::format("given up by Squall after {}", after);
  return fmt::format("no answer ({}) after {}", call.error_text.empty() ? "connection closed" : call.error_text, after);
}

EvidenceLine line_of(const Call& call) {
  std::string text = fmt::format("outside: {} {} -> {}", call.method, call.target, outcome_of(call));
  if (!call.in_contract && !call.departure.empty()) text += "; off contract: " + call.departure;
  return {call.started, std::move(text)};
}

std::vector<EvidenceLine> lines_of(const LogicalCall& call, std::size_t limit) {
  std::vector<EvidenceLine> lines{line_of(*call.call)};
  for (const Attempt* attempt : call.attempts) {
    if (lines.size() + 1 >= limit && call.attempts.size() + 1 > limit) {
      lines.push_back(
          {std::nullopt, fmt::format("... and {} more attempts", call.attempts.size() - (lines.size() - 1))});
      break;
    }
    lines.push_back(line_of(*attempt));
  }
  return lines;
}

}  // namespace squall::chaos
