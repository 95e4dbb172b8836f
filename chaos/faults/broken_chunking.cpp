// broken_chunking: the answer's chunked coding (RFC 9112, section 7.1) cannot be read.
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

class BrokenChunking final : public Fault {
 public:
  explicit BrokenChunking(const Parameters& given) : size_(given.text("how") == "size") {}

  // An answer that is not chunked says it is.
  Steps on_response_head(Context& context, const ResponseHead& head) const override {
    if (head.headers.contains("transfer-encoding")) return {};
    context.memory.done = true;
    return {EditHead{{"Content-Length"}, {{"Transfer-Encoding", "chunked"}}}};
  }
  Steps on_chunk(Context& context, const Chunk& chunk) const override {
    if (chunk.direction == Direction::up || chunk.kind == Chunk::Kind::head || context.memory.done) return {};
    if (size_ && chunk.kind == Chunk::Kind::framing) {
      context.memory.done = true;
      return {Replace{"squall\r\n"}};
    }
    if (!size_ && chunk.kind == Chunk::Kind::payload) {
      context.memory.done = true;
      return {Replace{std::string(chunk.bytes) + "squall"}};
    }
    return {};
  }

 private:
  bool size_;
};

std::vector<ParameterInfo> table() {
  return {{"how",
           ParameterType::choice,
           false,
           "size",
           "size: the first chunk's size is no number; data: it has more data than its size says",
           {"size", "data"}}};
}

}  // namespace

FaultDescriptor broken_chunking_fault() {
  auto fault =
      describe<BrokenChunking, table>("broken_chunking", "chunked coding that cannot be read", Layer::http, "how");
  fault.breaks_http = true;
  return fault;
}

}  // namespace squall::chaos
