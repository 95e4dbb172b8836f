// close: the connection is closed where it is not expected: FIN to both sides.
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

enum class When { before_answer, after_head, between_requests };

class CloseConnection final : public Fault {
 public:
  explicit CloseConnection(const Parameters& given)
      : when_(given.text("when") == "before_answer" ? When::before_answer
              : given.text("when") == "after_head"  ? When::after_head
                                                    : When::between_requests) {}

  Steps on_response_head(Context&, const ResponseHead&) const override {
    return when_ == When::before_answer ? Steps{Close{}} : Steps{};
  }
  Steps on_chunk(Context&, const Chunk& chunk) const override {
    const bool head = chunk.direction == Direction::down && chunk.kind == Chunk::Kind::head;
    return when_ == When::after_head && head ? Steps{Pass{chunk.bytes.size()}, Close{}} : Steps{};
  }
  Steps on_end(Context&, Direction direction) const override {
    return when_ == When::between_requests && direction == Direction::down ? Steps{Close{}} : Steps{};
  }

 private:
  When when_;
};

std::vector<ParameterInfo> table() {
  return {{"when",
           ParameterType::choice,
           false,
           "before_answer",
           "before_answer: the provider has answered, the consumer gets nothing; after_head: no byte of the body; "
           "between_requests: after a whole answer that said nothing of it",
           {"before_answer", "after_head", "between_requests"}}};
}

}  // namespace

FaultDescriptor close_fault() {
  return describe<CloseConnection, table>("close", "the connection is closed early, or between two requests",
                                          Layer::http, "when");
}

}  // namespace squall::chaos
