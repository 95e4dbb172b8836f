#include "harness/consumer/plan_tests.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "harness/check/shown_path.h"
#include "harness/consumer/command_runs.h"
#include "harness/consumer/one_check.h"
#include "harness/consumer/verification.h"
#include "harness/system/expand.h"
#include "harness/system/pretty_json.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using reports::Outcome;

constexpr const char* kSection = "consumers/";

std::vector<const Variation*> varied_by(const ConsumerSpec& spec) {
  const auto named = [&](std::string_view name) {
    return std::find(spec.vary.begin(), spec.vary.end(), name) != spec.vary.end();
  };
  std::vector<const Variation*> wanted;
  for (const Variation* variation : variations()) {
    if (named("all") || (named("default") && variation->by_default) || named(variation->name))
      wanted.push_back(variation);
  }
  return wanted;
}

contracts::Error located(contracts::Error error, const Location& location) {
  if (error.location.file.empty()) error.location = location;
  return error;
}

// The command and its environment: with the run's addresses, and of the consumer's providers those of its stubs.
contracts::Status prepare(const ConsumerSpec& spec, const RunContext& context,
                          const std::map<std::string, std::string>& urls, CommandRunsOptions& options) {
  Addresses addresses{context.service_urls, context.edge_urls};
  for (const auto& [provider, url] : urls) addresses.services[provider] = url;
  for (std::string& word : options.command) {
    SQUALL_TRY_ASSIGN(word, expand(word, addresses));
  }
  for (const auto& [variable, text] : spec.env) {
    SQUALL_TRY_ASSIGN(options.env[variable], expand(text, addresses));
  }
  return {};
}

ConsumerTask task_of(const ConsumerSpec& spec, const RunContext& context) {
  ConsumerTask task;
  for (const std::string& name : spec.providers) {
    const ServiceSpec* service = context.system.service(name);
    task.providers.push_back({name, shown_path(service->contract), {url_variable(name)}, context.contracts.at(name)});
  }
  task.command = spec.command;
  task.directory = spec.directory;
  task.prepare = [&](const std::map<std::string, std::string>& urls, CommandRunsOptions& options) {
    return prepare(spec, context, urls, options);
  };
  task.name = spec.name;
  task.process = kSection + spec.name;
  task.stateful = spec.stateful;
  task.pacts = !spec.pacts.empty();
  task.seed = context.seed;
  task.vary = varied_by(spec);
  if (spec.slow) task.variation.slow = *spec.slow;
  if (spec.max_runs) task.max_runs = *spec.max_runs;
  if (spec.within) task.within = *spec.within;
  task.timeout = spec.timeout;
  return task;
}

// What is told of parts of the check is told of the check; what begins and ends is the run's business.
reports::EventSink told_of(const std::string& id, const reports::EventSink& events) {
  return [id, &events](const reports::RunEvent& event) {
    if (!events) return;
    if (const auto* progress = std::get_if<reports::CheckProgress>(&event))
      events(reports::CheckProgress{id, progress->text, progress->done});
    if (std::holds_alternative<reports::Notice>(event)) events(event);
  };
}

contracts::Status write_file(const std::string& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.flush();
  if (!out) return contracts::fail(ErrorKind::io, file + " cannot be written");
  return {};
}

contracts::Status write_results(const ConsumerSpec& spec, const ConsumerVerdict& verdict) {
  if (!spec.usage.empty()) SQUALL_TRY(write_file(spec.usage, usage_text(verdict.usage)));
  if (spec.pacts.empty()) return {};
  std::error_code error;
  std::filesystem::create_directories(spec.pacts, error);
  if (error) return contracts::fail(ErrorKind::io, spec.pacts + ": " + error.message());
  for (const auto& [provider, pact] : verdict.pacts)
    SQUALL_TRY(write_file(spec.pacts + "/" + spec.name + "-" + provider + ".json", pretty_json(pact) + "\n"));
  return {};
}

void fail_check(reports::Check& check, const contracts::Error& error) {
  check.outcome = Outcome::errored;
  check.reason = contracts::to_string(error);
}

reports::Check perform(const PlannedCheck& planned, const ConsumerSpec& spec, RunContext& context) {
  reports::Check check;
  check.id = planned.id;
  check.kind = planned.kind;
  check.title = planned.title;
  const ConsumerTask task = task_of(spec, context);
  auto verdict =
      verify_consumer(task, {*context.session, context.engine}, told_of(check.id, context.events), context.stop);
  if (!verdict) {
    fail_check(check, located(verdict.error(), spec.location));
    return check;
  }
  add_parts(std::move(verdict->checks), check);
  for (auto& finding : check.findings) {
    if (context.replay) finding.replay.command = context.replay(check.id);
  }
  if (const auto written = write_results(spec, *verdict); !written) {
    check.facts.push_back(contracts::to_string(written.error()));
    if (check.outcome != Outcome::failed) fail_check(check, written.error());
  }
  return check;
}

}  // namespace

std::vector<PlannedCheck> plan_consumer_tests(
    const System& system, const std::map<std::string, std::shared_ptr<const contracts::match::Router>>& contracts) {
  std::vector<PlannedCheck> checks;
  for (const ConsumerSpec& spec : system.consumers) {
    const bool known = std::all_of(spec.providers.begin(), spec.providers.end(),
                                   [&](const std::string& provider) { return contracts.contains(provider); });
    if (!known) continue;  // its contract could not be loaded, which was an error
    PlannedCheck check;
    check.id = kSection + spec.name;
    check.kind = reports::CheckKind::consumer;
    const std::size_t varied = varied_by(spec).size();
    check.title = "the tests of " + spec.name + " against stubs of its providers" +
                  (varied == 0 ? "" : ", with " + std::to_string(varied) + " variations");
    check.blast_radius = "none: the stubs are its own";
    check.run = [check, &spec](RunContext& context) { return perform(check, spec, context); };
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace squall::harness
