#include "harness/consumer/crash_check.h"

#include <algorithm>
#include <utility>

#include "harness/check/finding_builder.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Outcome;

// "GET /orders/{id} answered 503"
std::string answered(const std::string& text) {
  const auto place = AnswerPlace::of(text);
  return place.operation + " answered " + place.where.substr(place.where.find('\t') + 1);
}

std::string end_of(const PlayResult& end) {
  if (end.outcome == PlayResult::Outcome::held) return "the tests pass";
  const std::string crash = crash_of(end.how);
  return "the tests fail, " + end.how + (crash.empty() ? "" : " (" + crash + ")");
}

reports::Finding crash_finding(const BreakingCause& cause, const VariationRun& run) {
  reports::Finding finding = reliance_finding(cause, run);
  finding.rule = "consumer.crash";
  finding.message = "the consumer crashes (" + crash_of(cause.shown.how) + ") with " + answered(cause.places.front()) +
                    ", which its contract declares";
  finding.suggestion = "let the consumer look at the status before it reads the answer";
  return finding;
}

const PlayResult* first_that_hangs(const Crashes& crashes, std::string& place) {
  for (const auto& [text, end] : crashes.ends) {
    if (end.ended) continue;
    place = text;
    return &end;
  }
  return nullptr;
}

}  // namespace

void tell_crashes(const Crashes& crashes, const VariationRun& run, reports::Check& check) {
  for (const auto& [place, end] : crashes.ends) check.facts.push_back(answered(place) + ": " + end_of(end));
  for (const auto& place : crashes.left) check.facts.push_back(answered(place) + ": not given, nothing led there");
  check.facts.push_back(reports::counted(crashes.plays, "run"));
  const bool forbidden = has_error(check.findings);
  if (crashes.unsteady) {
    check.outcome = forbidden ? Outcome::failed : Outcome::inconclusive;
    check.reason = "`" + run.command + "` is not steady: it failed, and then not, with nothing else changed";
    return;
  }
  for (const auto& cause : crashes.causes) check.findings.push_back(crash_finding(cause, run));
  std::string place;
  if (has_error(check.findings)) {
    check.outcome = Outcome::failed;
  } else if (const PlayResult* hanging = first_that_hangs(crashes, place)) {
    check.outcome = Outcome::inconclusive;
    check.reason = "with " + answered(place) + ", `" + run.command + "` " + hanging->how +
                   ": it may wait for its next try, or for ever";
  } else if (crashes.unfinished || crashes.ends.empty()) {
    check.outcome = Outcome::inconclusive;
    if (!crashes.unfinished) check.reason = "no declared error was given: nothing led there any more";
  } else {
    check.outcome = Outcome::passed;
  }
}

}  // namespace squall::harness
