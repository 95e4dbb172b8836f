#include "chaos/patterns/offered_load.h"

#include <algorithm>
#include <cmath>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

Offer read_offer(const PhaseRecord& record) {
  Offer offer;
  offer.record = &record;
  std::vector<const Call*> calls;
  for (const Call& call : record.calls) calls.push_back(&call);
  measure_flow(calls, offer);
  const double seconds = to_ms(spread_of(record.calls)) / 1000;
  if (seconds > 0) offer.rate = static_cast<double>(record.calls.size() - 1) / seconds;
  return offer;
}

// What was saved up shows for two windows of a limiter that weighs the last one in: it lets more through at once, and
// less for the rest of the next.
Instant settled(const std::vector<const Call*>& calls) {
  if (calls.empty()) return Instant{0};
  const Duration span = calls.back()->started - calls.front()->started;
  return calls.front()->started + (span > std::chrono::seconds(3) ? span * 9 / 20 : Duration(0));
}

}  // namespace

bool refused(const Call& call) {
  return call.status == 429 || (call.status == 503 && !call.response.headers.get("retry-after").empty());
}

void measure_flow(const std::vector<const Call*>& calls, Offer& offer) {
  std::optional<Instant> first;
  Instant last{};
  std::size_t since_first = 0, until_last = 0;
  bool before_refused = false;
  const Instant from = settled(calls);
  for (const Call* call : calls) {
    if (went_well(*call)) {
      if (before_refused) {
        if (!first && call->started >= from) first = call->started;
        last = call->started;
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

std::vector<Offer> offers_in(std::span<const PhaseRecord> records, std::string_view prefix) {
  std::vector<Offer> offers;
  for (const PhaseRecord& record : records) {
    if (record.settled && record.phase.pace == Pace::steady && record.phase.name.starts_with(prefix) &&
        record.calls.size() > 1)
      offers.push_back(read_offer(record));
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
