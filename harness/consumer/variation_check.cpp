#include "harness/consumer/variation_check.h"

#include <algorithm>
#include <utility>

#include "harness/check/finding_builder.h"
#include "harness/variation/variation.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

using reports::Outcome;

contracts::Location location_of(const AnswerPlace& place, const std::vector<ConsumerProvider>& providers) {
  for (const auto& provider : providers) {
    if (provider.name != place.provider) continue;
    for (const auto& operation : provider.router->contract().operations) {
      if (operation.name() != place.operation) continue;
      const auto* response = operation.response_for(std::stoi(place.status));
      return response == nullptr ? operation.location : response->location;
    }
  }
  return {};
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::vector<reports::EvidenceLine> evidence_of(const BreakingCause& cause, const VariationRun& run) {
  std::vector<reports::EvidenceLine> lines;
  for (const auto& text : cause.places) {
    const auto place = AnswerPlace::of(text);
    std::string line = place.operation + " answered " + place.status +
                       " with: " + std::string(find_variation(place.variation)->summary);
    if (const auto example = run.examples.find(text); example != run.examples.end() && !example->second.empty())
      line += "; the answer then: " + reports::one_line(example->second, 400);
    lines.push_back({std::nullopt, std::move(line)});
  }
  lines.push_back({std::nullopt, "`" + run.command + "` " + cause.shown.how +
                                     " each time with nothing else changed, and exited 0 in calm weather between"});
  if (!cause.shown.output.empty()) lines.push_back({std::nullopt, "its last output:\n" + cause.shown.output});
  return lines;
}

UsedOperation* operation_in(Usage& usage, const AnswerPlace& place) {
  for (auto& provider : usage.providers) {
    if (provider.name != place.provider) continue;
    for (auto& used : provider.operations) {
      if (used.operation == place.operation) return &used;
    }
  }
  return nullptr;
}

void note_field(Usage& usage, const AnswerPlace& place, Need need) {
  if (place.variation != "absent") return;
  if (Need* field = need_of(usage, place)) *field = need;
}

}  // namespace

std::string place_id(const AnswerPlace& place, const std::vector<ConsumerProvider>& providers) {
  return finding_id("consumer.reliance." + place.variation, place.operation, location_of(place, providers),
                    place.status + "\n" + place.where);
}

std::string relied_on(const AnswerPlace& place) {
  return find_variation(place.variation)->relies_on(place.where, " of " + place.operation);
}

reports::Finding reliance_finding(const BreakingCause& cause, const VariationRun& run) {
  const auto first = AnswerPlace::of(cause.places.front());
  reports::Finding finding;
  finding.rule = "consumer.reliance." + first.variation;
  finding.operation = first.operation;
  finding.location = location_of(first, run.providers);
  std::vector<std::string> ids, words;
  for (const auto& text : cause.places) {
    const auto place = AnswerPlace::of(text);
    ids.push_back(place_id(place, run.providers));
    words.push_back(relied_on(place));
    if (std::find(finding.operations.begin(), finding.operations.end(), place.operation) == finding.operations.end())
      finding.operations.push_back(place.operation);
  }
  if (finding.operations.size() == 1) finding.operations.clear();
  finding.id = ids.size() == 1 ? ids.front() : finding_id(finding.rule, joined(ids, ","), finding.location, "together");
  finding.message =
      "the consumer relies on " + joined(words, ", together with ") + ", which the contract does not promise";
  finding.suggestion = "let the consumer cope with it, or have the contract promise it";
  finding.evidence = evidence_of(cause, run);
  finding.replay.command =
      run.again + " --seed " + std::to_string(run.seed) + " --replay " + joined(ids, ",") + run.behind;
  return finding;
}

void tell_breakage(const Breakage& breakage, const VariationRun& run, reports::Check& check) {
  check.facts.push_back(reports::counted(breakage.held.size(), "place") + " varied without harm, " +
                        reports::counted(breakage.plays, "run"));
  if (!breakage.left.empty()) {
    check.facts.push_back(reports::counted(breakage.left.size(), "place") + " not varied: nothing led there any more");
  }
  if (breakage.unsteady) {
    check.outcome = Outcome::inconclusive;
    check.reason = "`" + run.command + "` is not steady: it failed, and then not, with nothing else changed";
    return;
  }
  for (const auto& cause : breakage.causes) {
    if (cause.proved) check.findings.push_back(reliance_finding(cause, run));
  }
  if (has_error(check.findings)) {
    check.outcome = Outcome::failed;
  } else if (breakage.unfinished || (breakage.held.empty() && !breakage.left.empty())) {
    check.outcome = Outcome::inconclusive;
  } else {
    check.outcome = Outcome::passed;
  }
}

Need* need_of(Usage& usage, const AnswerPlace& place) {
  constexpr std::string_view body = "body";
  UsedOperation* used = operation_in(usage, place);
  if (used == nullptr || !place.where.starts_with(body)) return nullptr;
  const auto status = used->statuses.find(place.status);
  if (status == used->statuses.end()) return nullptr;
  const auto field = status->second.fields.find(place.where.substr(body.size()));
  return field == status->second.fields.end() ? nullptr : &field->second;
}

void note_usage(const Breakage& breakage, Usage& usage) {
  if (breakage.unsteady) return;
  for (const auto& text : breakage.held) note_field(usage, AnswerPlace::of(text), Need::not_needed);
  for (const auto& cause : breakage.causes) {
    if (!cause.proved) continue;
    for (const auto& text : cause.places) {
      const auto place = AnswerPlace::of(text);
      note_field(usage, place, Need::needed);
      if (UsedOperation* used = operation_in(usage, place)) {
        used->relies_on.push_back({place.variation, place.status, place.where, relied_on(place)});
      }
    }
  }
}

}  // namespace squall::harness
