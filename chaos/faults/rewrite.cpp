// rewrite: a member of the answer's JSON body is set or removed.
#include "chaos/faults/describe.h"
#include "chaos/faults/json_body.h"
#include "chaos/faults/kinds.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

using contracts::Value;

Value value_of(const std::string& text) {
  const auto document = contracts::Document::parse_json(text);
  return document ? Value(document->root()) : Value(text);
}

class RewriteJson final : public Fault {
 public:
  explicit RewriteJson(const Parameters& given)
      : pointer_(given.text("pointer")), removes_(given.flag("remove")), value_(value_of(given.text("value"))) {}

  Steps on_response_head(Context&, const ResponseHead&) const override { return {Gather{}}; }
  Steps on_message(Context&, const Message& message) const override {
    auto body = json_of(message);
    if (!body || !change(*body)) return {};
    return {rewritten(contracts::to_json(*body))};
  }

 private:
  // False when the pointer leads nowhere.
  bool change(Value& body) const {
    if (Value* found = body.resolve(pointer_); found != nullptr && !removes_) {
      *found = value_;
      return true;
    }
    const auto last = pointer_.rfind('/');
    if (last == std::string::npos) return false;
    Value* parent = body.resolve(pointer_.substr(0, last));
    if (parent == nullptr || !parent->is_object()) return false;
    const std::string name = unescaped(pointer_.substr(last + 1));
    if (removes_) return parent->erase(name);
    parent->set(name, value_);
    return true;
  }
  // RFC 6901, section 4
  static std::string unescaped(const std::string& token) {
    std::string text;
    for (std::size_t i = 0; i < token.size(); ++i) {
      const bool escape = token[i] == '~' && i + 1 < token.size();
      text += escape ? (token[++i] == '0' ? '~' : '/') : token[i];
    }
    return text;
  }

  std::string pointer_;
  bool removes_;
  Value value_;
};

std::vector<ParameterInfo> table() {
  return {{"pointer", ParameterType::text, true, "", "which member: /items/0/price (RFC 6901)"},
          {"value", ParameterType::text, false, "", "any JSON; what is none is taken as text"},
          {"remove", ParameterType::boolean, false, "false", "the member goes"}};
}

contracts::Status check(const Parameters& given) {
  const auto fail = [](const char* name, const char* message) {
    return contracts::fail(contracts::ErrorKind::usage, message, {"", 0, 0, std::string("/") + name});
  };
  const auto pointer = given.text("pointer");
  if (!pointer.empty() && pointer.front() != '/') return fail("pointer", "pointer: expected it to begin with '/'");
  if (given.has("value") == given.flag("remove")) return fail("value", "expected either value or remove: true");
  if (given.flag("remove") && pointer.empty()) return fail("pointer", "pointer: the whole body cannot be removed");
  return {};
}

}  // namespace

FaultDescriptor rewrite_fault() {
  return describe<RewriteJson, table, check>("rewrite", "a member of the answer's JSON body is set or removed",
                                             Layer::http, "");
}

}  // namespace squall::chaos
