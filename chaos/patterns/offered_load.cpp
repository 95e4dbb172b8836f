#include "chaos/patterns/offered_load.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "chaos/patterns/logical_call.h"
#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

Offer read_offer(const PhaseRecord& record, std::string_view correlation_header) {
  Offer offer;
  offer.record = &record;
  measure_flow(decisions_in(record, correlation_header), record.phase.every, offer);
  const double seconds = to_ms(spread_of(record.calls)) / 1000;
  if (seconds > 0) offer.rate = static_cast<double>(record.calls.size() - 1) / seconds;
  return offer;
}

// What was saved up shows for two windows of a limiter that weighs the last one in: it lets more through at once, and
// less for the rest of the next.
Instant settled(const std::vector<Decision>& decisions) {
  if (decisions.empty()) return Instant{0};
  const Duration span = decisions.back().at - decisions.front().at;
  return decisions.front().at + (span > std::chrono::seconds(3) ? span * 9 / 20 : Duration(0));
}

}  // namespace

bool refused(const Call& call) {
  return call.status == 429 || (call.status == 503 && !call.response.headers.get("retry-after").empty());
}

std::vector<Decision> decisions_in(const PhaseRecord& record, std::string_view correlation_header) {
  std::map<std::string, Instant> reached;
  for (const Attempt& attempt : record.attempts) {
    const std::string trace = trace_of(attempt, correlation_header);
    if (!trace.empty()) reached.emplace(trace, attempt.request_started);
  }
  std::vector<Decision> decisions;
  for (const Call& call : record.calls) {
    const auto found = reached.find(call.trace_id);
    decisions.push_back({&call, found == reached.end() ? call.finished : found->second});
  }
  return decisions;
}

void measure_flow(std::vector<Decision> decisions, Duration every, Offer& offer) {
  std::stable_sort(decisions.begin(), decisions.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  std::optional<Instant> first;
  Instant last{};
  std::size_t since_first = 0, until_last = 0;
  bool before_refused = false;
  const Duration stall = std::max<Duration>(5 * every, 50ms);
  Instant from = settled(decisions), before{};
  for (const auto& [call, at] : decisions) {
    if (before > Instant{} && at - before > stall) from = std::max(from, at + 2 * stall);
    before = at;
    if (went_well(*call)) {
      if (before_refused && at >= from) {
        if (!first) first = at;
        last = at;
        until_last = since_first;
      }
      if (first) ++since_first;
      if (offer.refused == 0) ++offer.first_burst;
      ++offer.accepted;
      offer.accepted_ms.push_back(ms_of(*call));
      before_refused = false;
    } else if (refused(*call)) {
      ++offer.refused;
      offer.refused_ms.push_back(ms_of(*call));
      if (!call->response.headers.get("retry-after").empty()) ++offer.with_retry_after;
      before_refused = true;
    } else {
      ++offer.other;
    }
  }
  if (first && last > *first) offer.let_through = static_cast<double>(until_last) * 1000 / to_ms(last - *first);
}

std::vector<Offer> offers_in(const PatternInput& input, std::span<const PhaseRecord> records, std::string_view prefix) {
  std::vector<Offer> offers;
  for (const PhaseRecord& record : records) {
    if (record.settled && record.phase.pace == Pace::steady && record.phase.name.starts_with(prefix) &&
        record.calls.size() > 1)
      offers.push_back(read_offer(record, input.correlation_header));
  }
  return offers;
}

bool spaced(const std::vector<Offer>& offers) {
  return std::all_of(offers.begin(), offers.end(), [](const Offer& o) { return o.refused == 0 || o.first_burst <= 1; });
}

std::optional<double> limit_of(const std::vector<Offer>& offers) {
  std::vector<double> seen;
  for (const Offer& offer : offers) {
    if (offer.let_through) seen.push_back(*offer.let_through);
  }
  if (seen.empty()) return std::nullopt;
  return spaced(offers) ? *std::max_element(seen.begin(), seen.end()) : median(seen);
}

bool fits(const Offer& offer, double limit, bool in_spaces) {
  if (offer.rate <= limit) return offer.refused * 20 <= offer.accepted + offer.refused;
  if (in_spaces && offer.let_through) {
    const double slowest = offer.rate / (std::ceil(offer.rate / limit) + 1);
    return *offer.let_through >= 0.95 * slowest && *offer.let_through <= 1.05 * limit + 0.3;
  }
  return offer.let_through && std::abs(*offer.let_through - limit) <= 0.05 * limit + 0.3;
}

}  // namespace squall::chaos
