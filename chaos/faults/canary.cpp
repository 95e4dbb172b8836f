// canary: the strings of the answer's JSON bear a mark, so that it is seen where they turn up again.
#include "chaos/faults/answer.h"
#include "chaos/faults/describe.h"
#include "chaos/faults/json_body.h"
#include "chaos/faults/kinds.h"
#include "contracts/match/validate.h"

namespace squall::chaos {
namespace {

using contracts::Value;

constexpr std::size_t kMostMarked = 64, kMostTried = 256;  // each try validates the whole answer

class Canary final : public Fault {
 public:
  explicit Canary(const Parameters& given) : mark_(given.text("mark")) {}

  Steps on_response_head(Context&, const ResponseHead& head) const override {
    return says_json(head.headers) && head.status / 100 == 2 ? Steps{Gather{}} : Steps{};
  }
  Steps on_message(Context& context, const Message& message) const override {
    auto body = json_of(message);
    Count count;
    if (!body) return {};
    mark(*body, *body, context, message, count);
    return count.marked == 0 ? Steps{} : Steps{rewritten(contracts::to_json(*body))};
  }

 private:
  struct Count {
    std::size_t tried = 0, marked = 0;
  };

  // Where the contract is known, only what it allows: an enum, a date or an id of a certain form stays as it is.
  void mark(Value& part, const Value& whole, const Context& context, const Message& message, Count& count) const {
    if (count.marked >= kMostMarked || count.tried >= kMostTried) return;
    if (part.is_array()) {
      for (Value& item : part.items()) mark(item, whole, context, message, count);
    } else if (part.is_object()) {
      for (auto& [key, value] : part.members()) mark(value, whole, context, message, count);
    } else if (part.is_string()) {
      ++count.tried;
      const Value before = part;
      part = Value(before.text() + mark_);
      if (allowed(whole, context, message)) {
        ++count.marked;
      } else {
        part = before;
      }
    }
  }

  static bool allowed(const Value& whole, const Context& context, const Message& message) {
    if (context.contract == nullptr || context.operation == nullptr) return true;
    auto answer = answer_of(message);
    answer.body = contracts::to_json(whole);
    answer.headers.remove("content-encoding");
    return contracts::match::validate_response(*context.contract, *context.operation, context.operation->method, answer)
        .empty();
  }

  std::string mark_;
};

std::vector<ParameterInfo> table() {
  return {{"mark", ParameterType::text, true, "", "appended to each string that may bear it"}};
}

contracts::Status check(const Parameters& given) {
  if (!given.text("mark").empty()) return {};
  return contracts::fail(contracts::ErrorKind::usage, "mark: expected a text", {"", 0, 0, "/mark"});
}

}  // namespace

FaultDescriptor canary_fault() {
  return describe<Canary, table, check>("canary", "the strings of a successful JSON answer bear a mark", Layer::http,
                                        "mark");
}

}  // namespace squall::chaos
