// reset: both sides get a RST.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

enum class When { at_once, before_answer, mid_body, at_close };

class ResetConnection final : public Fault {
 public:
  explicit ResetConnection(const Parameters& given)
      : when_(given.text("when") == "at_once"         ? When::at_once
              : given.text("when") == "before_answer" ? When::before_answer
              : given.text("when") == "mid_body"      ? When::mid_body
                                                      : When::at_close),
        counted_(given.has("after")),
        after_(given.number("after")) {}

  Steps on_connect(Context&) const override { return when_ == When::at_once ? Steps{Reset{}} : Steps{}; }
  Steps on_request(Context&) const override { return when_ == When::at_once ? Steps{Reset{}} : Steps{}; }
  Steps on_response_head(Context&, const ResponseHead&) const override {
    return when_ == When::before_answer ? Steps{Reset{}} : Steps{};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (!context.http && when_ == When::at_once) return {Reset{}};
    if (chunk.direction == Direction::up || chunk.kind != Chunk::Kind::payload) return {};
    if (when_ == When::before_answer) return {Reset{}};
    if (when_ != When::mid_body) return {};
    if (!counted_) return {Pass{chunk.bytes.size() / 2}, Reset{}};
    const auto left = after_ - std::min(after_, context.passed);
    return left < chunk.bytes.size() ? Steps{Pass{left}, Reset{}} : Steps{};
  }
  Steps on_end(Context& context, Direction direction) const override {
    const bool closes = when_ == When::at_close && (!context.http || direction == Direction::down);
    return closes ? Steps{Reset{}} : Steps{};
  }

 private:
  When when_;
  bool counted_;
  std::uint64_t after_;
};

std::vector<ParameterInfo> table() {
  return {
      {"when",
       ParameterType::choice,
       false,
       "before_answer",
       "at_once: the provider gets nothing; before_answer: the provider has the request, the consumer gets nothing; "
       "mid_body: inside the answer; at_close: in place of the FIN, on http after the answer",
       {"at_once", "before_answer", "mid_body", "at_close"}},
      {"after", ParameterType::size, false, "",
       "mid_body: payload bytes to let through; half of the first chunk by default"}};
}

contracts::Status check(const Parameters& given) {
  if (given.has("after") && given.text("when") != "mid_body") {
    return contracts::fail(contracts::ErrorKind::usage, "after: only with when: mid_body", {"", 0, 0, "/after"});
  }
  return {};
}

}  // namespace

FaultDescriptor reset_fault() {
  return describe<ResetConnection, table, check>("reset", "both sides get a RST, before the answer or inside it",
                                                 Layer::connection, "when");
}

}  // namespace squall::chaos
