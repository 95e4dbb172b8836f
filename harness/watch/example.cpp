#include "harness/watch/example.h"

#include <chrono>

#include "contracts/core/utf8.h"
#include "contracts/match/message_generator.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

constexpr std::size_t kLongestExcerpt = 300;

std::string with_body(std::string text, const std::string& body) {
  if (body.empty()) return text;
  return text + " " + reports::bounded(contracts::valid_utf8(body), kLongestExcerpt);
}

// What reached a stub has no time.
reports::EvidenceLine line(chaos::Instant at, std::string text) {
  if (at.count() == 0) return {std::nullopt, std::move(text)};
  return {std::chrono::duration<double, std::milli>(at).count(), std::move(text)};
}

}  // namespace

std::vector<reports::EvidenceLine> evidence_of(const chaos::Attempt& attempt, const Masked& example, bool with_answer) {
  std::vector<reports::EvidenceLine> lines;
  lines.push_back(line(attempt.request_started,
                       with_body(example.request.method + " " + example.request.target, example.request.body)));
  if (!with_answer) return lines;
  lines.push_back(line(attempt.last_byte.value_or(attempt.request_started),
                       with_body("answered " + std::to_string(example.response.status), example.response.body)));
  return lines;
}

reports::Replay replay_of(const contracts::http::Request& request, const std::string& address) {
  reports::Replay replay;
  replay.curl = contracts::match::to_curl(request, address);
  return replay;
}

}  // namespace squall::harness
