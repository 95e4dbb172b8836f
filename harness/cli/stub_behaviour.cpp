#include "harness/cli/stub_behaviour.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "harness/stub_state/state_answers.h"

namespace squall::harness {
namespace {

// What departs from the contract changes nothing.
Responder remembering(std::shared_ptr<StateAnswers> state) {
  return [state = std::move(state)](JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
    if (judged.refused) return std::nullopt;
    StateAnswer said = state->answer(judged.request(), judged.route);
    if (!said.note.empty()) judged.notes.push_back("state: " + said.note);
    if (!said.response) return std::nullopt;
    return chaos::http::Reply{std::move(*said.response), {}};
  };
}

}  // namespace

std::shared_ptr<BehaviourOptions> declare_behaviour(CLI::App& app) {
  auto options = std::make_shared<BehaviourOptions>();
  app.add_flag("--stateful", options->stateful, "remember what is posted, put, patched and deleted");
  return options;
}

void add_behaviour(const BehaviourOptions& wanted, const std::shared_ptr<const contracts::match::Router>& router,
                   StubOptions& options) {
  if (wanted.stateful) options.responders.push_back(remembering(std::make_shared<StateAnswers>(router, options.seed)));
}

}  // namespace squall::harness
