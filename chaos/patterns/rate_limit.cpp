// Rate limit: stimuli come at a steady pace, whatever the answers do, below and above what is let through. Is what is
// accepted min(offered, limit) at every pace, are the others told so at once (429, Retry-After), and do those that are
// accepted stay as fast as before? The provider's replies carry a small known delay: what is accepted is what met it.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chaos/patterns/crowd.h"
#include "chaos/patterns/evidence.h"
#include "chaos/patterns/expectation.h"
#include "chaos/patterns/forecast.h"
#include "chaos/patterns/offered_load.h"
#include "chaos/patterns/statistics.h"
#include "chaos/patterns/table.h"
#include "chaos/patterns/trouble.h"

namespace squall::chaos {
namespace {

using namespace std::chrono_literals;

constexpr Duration kDelay = 10ms;

contracts::http::Headers client_named(const PatternInput& input, std::string_view client) {
  return {{text_in(input.expectation, "by").value_or(""), fmt::format("squall-{}-{}", client, input.nonce)}};
}

Phase offering(const PatternInput& input, const std::string& name, double rate, Duration lasts) {
  Phase phase = single_stimulus(input, fmt::format("{} {:.3g}/s", name, rate), hold_reply(kDelay), 1);
  phase.pace = Pace::steady;
  phase.every = from_ms(1000 / rate);
  phase.calls = static_cast<std::size_t>(std::llround(rate * to_ms(lasts) / 1000)) + 1;
  phase.quiet_before = 1s;
  if (text_in(input.expectation, "by")) phase.given = {client_named(input, "a")};
  return phase;
}

double highest_rate(const PatternInput& input) {
  if (const auto declared = rate_in(input.expectation, "at")) return std::max(3 * *declared, 10.0);
  return input.quick ? 150 : 300;
}

// For a window of a second to come round several times, and for counts to be exact; after what was saved up is used up.
Duration long_enough(const Offer& searched, double limit, double step) {
  const double saved_up = static_cast<double>(searched.first_burst) * std::max(0.0, 1 - limit / searched.rate);
  const double to_use_up = step > 1 ? saved_up / ((step - 1) * limit) : 0;
  return std::min<Duration>(from_ms(1000 * to_use_up) + std::max<Duration>(from_ms(20'000 / limit), 5s), 12s);
}

std::optional<Phase> next(const PatternInput& input, std::span<const PhaseRecord> records) {
  if (records.empty()) return baseline_phase(input, 3);
  if (find_phase(records, "baseline") == &records.back()) return offering(input, "search", highest_rate(input), 2s);
  const auto searched = offers_in(input, records, "search");
  const auto limit = limit_of(searched);
  if (!limit || *limit < 0.5) return std::nullopt;
  constexpr double kSteps[] = {0.8, 1.5, 2, 3};
  const std::size_t done = offers_in(input, records, "offered").size();
  if (done < std::size(kSteps))
    return offering(input, "offered", kSteps[done] * *limit, long_enough(searched.front(), *limit, kSteps[done]));
  // Where they are spaced, faster paces tell the time between them more exactly.
  constexpr double kFiner[] = {7.3, 11.7, 17.1};
  const std::size_t finer = done - std::size(kSteps);
  if (spaced(searched) && finer < std::size(kFiner) && kFiner[finer] * *limit <= 700)
    return offering(input, "offered", kFiner[finer] * *limit, 2s);
  if (!text_in(input.expectation, "by") || !offers_in(input, records, "two clients").empty()) return std::nullopt;
  Phase phase = offering(input, "two clients", 3 * *limit, long_enough(searched.front(), *limit, 1.5));
  phase.given = {client_named(input, "a"), client_named(input, "b")};
  return phase;
}

void note_scope(const PatternInput& input, std::span<const PhaseRecord> records, double limit, Measurement& m) {
  const auto offers = offers_in(input, records, "two clients");
  if (offers.empty()) return;
  const auto all = decisions_in(*offers.front().record, input.correlation_header);
  std::vector<Decision> of_first;
  for (std::size_t i = 0; i < all.size(); i += 2) of_first.push_back(all[i]);
  Offer first;
  measure_flow(of_first, 2 * offers.front().record->phase.every, first);
  const double share = first.let_through.value_or(0) / limit;
  if (share > 0.7) {
    m.labels.push_back("for each client");
  } else if (share < 0.65 && offers.front().let_through.value_or(0) < 1.15 * limit) {
    m.labels.push_back("shared by all clients");
  } else {
    m.confounders.push_back("whether each client has a limit of its own was not told");
  }
}

void note_refusals(const std::vector<Offer>& offers, Measurement& m) {
  std::size_t refusals = 0, told = 0;
  std::vector<double> refused_ms;
  const Call* bare = nullptr;
  for (const Offer& offer : offers) {
    refusals += offer.refused, told += offer.with_retry_after;
    refused_ms.insert(refused_ms.end(), offer.refused_ms.begin(), offer.refused_ms.end());
    for (const Call& call : offer.record->calls) {
      if (refused(call) && call.response.headers.get("retry-after").empty() && bare == nullptr) bare = &call;
    }
  }
  m.quantities.push_back(quantity_of("refused_in", refused_ms, "ms"));
  if (bare == nullptr) {
    m.labels.push_back("with Retry-After");
    return;
  }
  Observation silent;
  silent.rule = "resilience.rate-limit.no-retry-after";
  silent.message =
      fmt::format("{} of {} refusals do not say when to come again (Retry-After)", refusals - told, refusals);
  silent.operation = m.operation;
  silent.evidence = {line_of(*bare)};
  m.observations.push_back(std::move(silent));
}

void note_evidence(const std::vector<Offer>& offers, Measurement& m) {
  for (const Offer& offer : offers) {
    m.evidence.push_back(
        {offer.record->from,
         fmt::format("offered {:.1f}/s: {} accepted in {}, {} refused{}{}", offer.rate, offer.accepted,
                     ms_text(median(offer.accepted_ms)), offer.refused,
                     offer.let_through ? fmt::format(", {:.1f}/s let through", *offer.let_through) : "",
                     offer.other > 0 ? fmt::format(", {} failed otherwise", offer.other) : "")});
  }
}

void conclude(const std::vector<Offer>& offers, double limit, Measurement& m) {
  std::vector<double> seen, below, above;
  for (const Offer& offer : offers) {
    if (offer.rate > limit && offer.let_through) seen.push_back(*offer.let_through);
    (offer.rate > limit ? above : below).push_back(median(offer.accepted_ms));
  }
  const bool in_spaces = spaced(offers);
  m.quantities.push_back(quantity_of("limit", in_spaces ? std::vector{limit} : seen, "calls/s"));
  const auto misfit =
      std::find_if(offers.begin(), offers.end(), [&](const Offer& o) { return !fits(o, limit, in_spaces); });
  if (misfit != offers.end()) {
    m.why_unknown =
        fmt::format("some calls were refused, but at no fixed rate: of {:.1f}/s offered {:.1f}/s came through",
                    misfit->rate, misfit->let_through.value_or(misfit->rate));
    return;
  }
  if (median(above) > 2 * median(below) + 20) {
    m.why_unknown = fmt::format("accepted answers became slower with the load ({} after {}): saturation, not a limit",
                                ms_text(median(above)), ms_text(median(below)));
    return;
  }
  m.present = Presence::yes;
  m.summary = fmt::format("lets {:.3g} calls a second through", limit);
  if (in_spaces) {
    m.labels.push_back("saves nothing up");
    m.summary += fmt::format(", one each {}", ms_text(1000 / limit));
  }
  std::vector<double> bursts;
  for (const Offer& offer : offers) {
    if (offer.rate > limit) bursts.push_back(static_cast<double>(offer.first_burst));
  }
  m.quantities.push_back(quantity_of("burst", bursts, "calls"));
}

Measurement measure(const PatternInput& input, std::span<const PhaseRecord> records) {
  Measurement m;
  m.pattern = "rate_limit";
  if (input.tier_between) m.confounders.push_back("the service between may be the one that refuses");
  const auto searched = offers_in(input, records, "search");
  if (searched.empty() || !any_injected(records, input.correlation_header)) {
    m.why_unknown = why_nothing(records, "no stimulus reached the edge");
    return m;
  }
  m.injected = true;
  m.operation = searched.front().record->calls.front().operation;
  auto offers = offers_in(input, records, "offered");
  const Offer& top = searched.front();
  m.quantities.push_back(quantity_of("offered", {top.rate}, "calls/s"));
  if (top.rate < 0.8 * 1000 / to_ms(top.record->phase.every)) {
    m.why_unknown = fmt::format("only {:.0f} calls a second could be begun: the generator's own limit", top.rate);
    return m;
  }
  if (top.other * 20 > top.record->calls.size()) {
    m.evidence.push_back(
        {top.record->from, fmt::format("{} of {} calls failed and did not say that there were too many", top.other,
                                       top.record->calls.size())});
    m.why_unknown = fmt::format("at {:.0f} calls a second {} of {} failed without a refusal (429)", top.rate, top.other,
                                top.record->calls.size());
    return m;
  }
  if (top.refused == 0) {
    note_evidence(searched, m);
    m.present = Presence::no;
    m.summary = fmt::format("no rate limit up to {:.0f} calls a second", top.rate);
    return m;
  }
  if (offers.size() < 4) {
    note_evidence(searched, m);
    m.why_unknown = top.let_through ? "what is let through could not be measured at several rates"
                                    : fmt::format(
                                          "{} calls were let through, then none for the rest of {}: the limit's "
                                          "time is longer than was watched",
                                          top.first_burst, ms_text(to_ms(spread_of(top.record->calls))));
    return m;
  }
  note_evidence(offers, m);
  const double limit = *limit_of(offers);
  conclude(offers, limit, m);
  note_refusals(offers, m);
  if (m.present == Presence::yes) note_scope(input, records, limit, m);
  return m;
}

Judgement judge(const Measurement& m, const contracts::Value& expectation) {
  const auto declared = rate_in(expectation, "at");
  const std::string expected = declared ? fmt::format("a limit of {:.4g} calls a second", *declared) : "a rate limit";
  if (m.present == Presence::no)
    return {Verdict::broken, "resilience.rate-limit.missing", fmt::format("expected {}; {}", expected, m.summary)};
  const double limit = m.quantity("limit")->median;
  if (declared && limit > 1.05 * *declared + 0.3)
    return {Verdict::broken, "resilience.rate-limit.too-high", fmt::format("expected {}; {}", expected, m.summary)};
  if (declared && limit < 0.95 * *declared - 0.3)
    return {Verdict::broken, "resilience.rate-limit.too-low", fmt::format("expected {}; {}", expected, m.summary)};
  if (text_in(expectation, "by") && m.labelled("shared by all clients")) {
    return {Verdict::broken, "resilience.rate-limit.shared",
            "expected each client to have a limit of its own; two clients shared one"};
  }
  if (!m.observations.empty()) return {Verdict::broken, m.observations.front().rule, m.observations.front().message};
  return {Verdict::holds, "resilience.rate-limit.holds", m.summary};
}

Duration expected_time(const PatternInput& input) {
  if (input.look && input.expectation.is_null()) return 3100ms + calm_phase(*input.look, 3);
  return 28s;
}

const Pattern kPattern{next, nullptr, measure, judge, expected_time};

}  // namespace

const PatternDescriptor rate_limit_pattern{
    "rate_limit",
    "Rate limit",
    "only so many calls a second are accepted, the others are refused and told when to come again",
    {{"at", ParameterType::rate, false, "", "what is let through"},
     {"by", ParameterType::text, false, "", "the header that tells clients apart; each must have a limit of its own"}},
    &kPattern};

}  // namespace squall::chaos
