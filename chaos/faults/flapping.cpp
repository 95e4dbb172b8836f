// flapping: a connection that is up and down by turns, from when the fault was added.
#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

namespace squall::chaos {
namespace {

using std::chrono::nanoseconds;

class Flapping final : public Fault {
 public:
  explicit Flapping(const Parameters& given)
      : up_(given.duration("up")), down_(given.duration("down")), resets_(given.text("how") == "reset") {}

  Steps on_connect(Context& context) const override { return now(context); }
  Steps on_request(Context& context) const override { return now(context); }
  Steps on_chunk(Context& context, const Chunk&) const override { return context.http ? Steps{} : now(context); }
  Steps on_end(Context& context, Direction) const override { return context.http ? Steps{} : now(context); }

 private:
  Steps now(const Context& context) const {
    const nanoseconds at = context.active % (up_ + down_);
    if (at < up_) return {};
    if (!resets_) return {Wait{up_ + down_ - at}};
    return context.datagrams ? Steps{Drop{}} : Steps{Reset{}};
  }

  nanoseconds up_, down_;
  bool resets_;
};

std::vector<ParameterInfo> table() {
  return {{"up", ParameterType::duration, true, "", "how long all passes"},
          {"down", ParameterType::duration, true, "", "how long nothing does, then; and so on"},
          {"how",
           ParameterType::choice,
           false,
           "reset",
           "reset: a RST to what comes while it is down, a datagram is lost; hold: it is kept until it is up again",
           {"reset", "hold"}}};
}

contracts::Status check(const Parameters& given) {
  for (const char* name : {"up", "down"}) {
    if (given.duration(name).count() <= 0) {
      return contracts::fail(contracts::ErrorKind::usage, std::string(name) + ": expected more than 0",
                             {"", 0, 0, std::string("/") + name});
    }
  }
  return {};
}

}  // namespace

FaultDescriptor flapping_fault() {
  return describe<Flapping, table, check>("flapping", "up and down by turns", Layer::any, "");
}

}  // namespace squall::chaos
