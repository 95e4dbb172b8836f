#include "harness/stub_state/remembering.h"

#include <utility>

#include "harness/stub/prefers.h"

namespace squall::harness {

Responder remembering(std::shared_ptr<StateAnswers> state, bool in_query) {
  return [state = std::move(state), in_query](JudgedRequest& judged) -> std::optional<chaos::http::Reply> {
    if (judged.refused || prefers_an_answer(judged.request(), in_query)) return std::nullopt;
    StateAnswer said = state->answer(judged.content(), judged.route);
    if (!said.note.empty()) judged.notes.push_back("state: " + said.note);
    if (!said.response) return std::nullopt;
    said.response->headers.set("Server", "squall-stub (stateful)");
    return chaos::http::Reply{std::move(*said.response), {}};
  };
}

}  // namespace squall::harness
