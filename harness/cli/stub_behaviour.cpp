#include "harness/cli/stub_behaviour.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "harness/stub_faults/header_faults.h"
#include "harness/stub_record/recorder.h"
#include "harness/stub_state/remembering.h"

namespace squall::harness {

struct StubBehaviour::Parts {
  std::shared_ptr<StubApi> api;
  std::shared_ptr<Recorder> recorder;
  std::string record_to;
  std::function<void(const std::string&)> say;
};

StubBehaviour::StubBehaviour(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
StubBehaviour::~StubBehaviour() = default;

std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app) {
  auto options = std::make_shared<BehaviourOptions>();
  auto* stateful = app.add_flag("--stateful", options->stateful, "remember what is posted, put, patched and deleted");
  app.add_option("--rules", options->rules,
                 "answers to certain requests, before what the contract says; CONTRACT=FILE where there are several")
      ->type_name("FILE")
      ->allow_extra_args(false);
  app.add_option("--control", options->control,
                 "serve the control API there: the journal, assertions, states, snapshots")
      ->type_name("HOST:PORT");
  app.add_flag("--allow-fault-header", options->fault_header,
               "requests may say what goes wrong with their answer: 'Squall-Fault: truncate: 10'");
  auto* record =
      app.add_option("--record", options->record, "ask the provider there what no rule answers, and record it")
          ->type_name("URL");
  auto* file =
      app.add_option("--record-to", options->record_to, "the rules that answer as the provider did")->type_name("FILE");
  record->needs(file)->excludes(stateful);
  file->needs(record);
  return options;
}

contracts::Result<std::string> rules_of(const BehaviourOptions& options, const std::string& contract,
                                        std::size_t contracts) {
  std::string found;
  for (const std::string& value : options.rules) {
    const bool named = value.starts_with(contract + "=");
    if (!named && contracts > 1) continue;
    if (!found.empty()) {
      return contracts::fail(contracts::ErrorKind::usage, "--rules is given twice for " + contract);
    }
    found = named ? value.substr(contract.size() + 1) : value;
  }
  return found;
}

tl::expected<std::unique_ptr<StubBehaviour>, StubBehaviour::Errors> StubBehaviour::add(const BehaviourOptions& wanted,
                                                                                       const Of& of,
                                                                                       StubOptions& options) {
  const auto& [router, rules_file, journal, calls, say] = of;
  options.responders.push_back([calls = of.calls](JudgedRequest& judged) { return calls->refuse_wish(judged); });
  std::shared_ptr<RuleAnswers> rules;
  std::shared_ptr<StateAnswers> state;
  if (!rules_file.empty()) {
    auto read = load_rules(rules_file, router->contract());
    if (!read) return tl::unexpected(std::move(read).error());
    rules = std::make_shared<RuleAnswers>(std::move(*read), options.seed, router);
    options.responders.push_back([rules](JudgedRequest& judged) { return rules->answer(judged); });
  }
  if (wanted.stateful) {
    state = std::make_shared<StateAnswers>(router, options.seed, StateOptions{{}, wanted.tls});
    options.responders.push_back(remembering(state, options.answers.preference_in_query));
  }
  auto parts = std::make_unique<Parts>();
  if (!wanted.record.empty()) {
    auto opened = Recorder::open({wanted.record, wanted.record_to, std::chrono::seconds(30), say},
                                 SecretPlaces(router->contract()));
    if (!opened) return tl::unexpected<Errors>(Errors{opened.error()});
    parts->recorder = std::move(*opened);
    parts->record_to = wanted.record_to;
    options.responders.push_back(
        [recorder = parts->recorder](JudgedRequest& judged) { return recorder->answer(judged); });
  }
  parts->say = say;
  if (wanted.fault_header) options.changes.push_back(faults_by_header(router, options.seed));
  if (journal) parts->api = std::make_shared<StubApi>(router, journal, state, rules, calls);
  options.observe = [of, observe = std::move(options.observe)](const StubExchange& exchange) {
    const auto called = of.calls->call_back(exchange);
    std::vector<std::string> notes;
    if (!called.empty()) notes = exchange.notes;
    notes.insert(notes.end(), called.begin(), called.end());
    const StubExchange noted{exchange.incoming, exchange.operation, exchange.violations, exchange.reply,
                             called.empty() ? exchange.notes : notes};
    if (observe) observe(noted);
    if (of.journal) of.journal->add(noted, of.router, std::chrono::system_clock::now());
  };
  return std::unique_ptr<StubBehaviour>(new StubBehaviour(std::move(parts)));
}

std::shared_ptr<StubApi> StubBehaviour::api() const {
  return parts_->api;
}

unsigned workers_for(const BehaviourOptions& options, unsigned wanted) {
  constexpr unsigned recording = 8;
  return options.record.empty() ? wanted : std::max(wanted, recording);
}

contracts::Status StubBehaviour::finish() {
  if (!parts_->recorder) return {};
  SQUALL_TRY(parts_->recorder->save());
  const std::size_t size = parts_->recorder->size();
  parts_->say("recorded " + std::to_string(size) + (size == 1 ? " answer" : " answers") + " in " + parts_->record_to);
  return {};
}

}  // namespace squall::harness
