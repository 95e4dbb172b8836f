#include "contracts/core/patch.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/pointer.h"

namespace squall::contracts {
namespace {

constexpr std::size_t most_values = 1'000'000;  // copies of copies grow without bound

std::size_t count(const Value& value) {
  std::size_t values = 1;
  if (value.is_array()) {
    for (const Value& item : value.items()) values += count(item);
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) values += count(member);
  }
  return values;
}

bool same(const Value& a, const Value& b) {
  const Document first = Document::of(a), second = Document::of(b);
  return equal(first.root(), second.root());
}

// A pointer's last token and the value that it is a part of.
struct Place {
  Value* holder = nullptr;  // nullptr: the whole, or it leads nowhere
  std::string token;
};

Place place_of(Value& target, const std::string& pointer) {
  const auto slash = pointer.rfind('/');
  if (slash == std::string::npos) return {};
  return {target.resolve(pointer.substr(0, slash)), pointer_unescape(pointer.substr(slash + 1))};
}

class Patching {
 public:
  explicit Patching(Value target) : target_(std::move(target)) {}

  Status run(const Value& operation) {
    SQUALL_TRY_ASSIGN(const std::string what, text(operation, "op"));
    SQUALL_TRY_ASSIGN(const std::string path, pointer(operation, "path"));
    if (what == "remove") return remove(path);
    if (what == "move" || what == "copy") return transfer(operation, path, what == "move");
    if (what != "add" && what != "replace" && what != "test")
      return fail(ErrorKind::malformed, "'" + what + "' is no operation of JSON Patch", {"", 0, 0, "/op"});
    const Value* value = operation.find("value");
    if (value == nullptr) return fail(ErrorKind::malformed, "'value' is missing");
    if (what == "add") return add(path, *value);
    Value* found = target_.resolve(path);
    if (found == nullptr) return nowhere(path);
    if (what == "replace") {
      *found = *value;
      return {};
    }
    if (same(*found, *value)) return {};
    return fail(ErrorKind::usage, "the test of " + path + " fails: it is " + to_json(*found));
  }

  Value take() { return std::move(target_); }

 private:
  static Result<std::string> text(const Value& operation, const char* name) {
    const Value* found = operation.find(name);
    if (found == nullptr || !found->is_string())
      return fail(ErrorKind::malformed, std::string("'") + name + "' is no text", {"", 0, 0, std::string("/") + name});
    return found->text();
  }

  static Result<std::string> pointer(const Value& operation, const char* name) {
    SQUALL_TRY_ASSIGN(std::string found, text(operation, name));
    if (!is_json_pointer(found))
      return fail(ErrorKind::malformed, "'" + found + "' is no JSON Pointer", {"", 0, 0, std::string("/") + name});
    return found;
  }

  static tl::unexpected<Error> nowhere(const std::string& path) {
    return fail(ErrorKind::usage, "there is nothing at " + (path.empty() ? "the root" : path), {"", 0, 0, "/path"});
  }

  Status add(const std::string& path, Value value) {
    values_ += count(value);
    if (values_ > most_values) return fail(ErrorKind::usage, "the patched document would be too large");
    if (path.empty()) {
      target_ = std::move(value);
      return {};
    }
    const Place place = place_of(target_, path);
    if (place.holder != nullptr && place.holder->is_object()) {
      place.holder->set(place.token, std::move(value));
      return {};
    }
    if (place.holder == nullptr || !place.holder->is_array()) return nowhere(path);
    Array& items = place.holder->items();
    const auto index = place.token == "-" ? std::optional(items.size()) : pointer_index(place.token);
    if (!index || *index > items.size()) return nowhere(path);
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(*index), std::move(value));
    return {};
  }

  Status remove(const std::string& path) {
    if (target_.resolve(path) == nullptr) return nowhere(path);
    const Place place = place_of(target_, path);
    if (place.holder == nullptr) {
      target_ = Value();
    } else if (place.holder->is_object()) {
      place.holder->erase(place.token);
    } else {
      Array& items = place.holder->items();
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(*pointer_index(place.token)));
    }
    return {};
  }

  Status transfer(const Value& operation, const std::string& path, bool moves) {
    SQUALL_TRY_ASSIGN(const std::string from, pointer(operation, "from"));
    const Value* found = target_.resolve(from);
    if (found == nullptr) return nowhere(from);
    Value value = *found;
    if (moves) {
      if (path == from) return {};
      if (path.starts_with(from + "/"))
        return fail(ErrorKind::usage, from + " cannot be moved into itself", {"", 0, 0, "/path"});
      SQUALL_TRY(remove(from));
    }
    return add(path, std::move(value));
  }

  Value target_;
  std::size_t values_ = 0;  // added so far
};

}  // namespace

Value merge_patch(Value target, const Value& patch) {
  if (!patch.is_object()) return patch;
  if (!target.is_object()) target = Value(Object{});
  for (const auto& [name, member] : patch.members()) {
    if (member.is_null()) {
      target.erase(name);
      continue;
    }
    const Value* known = target.find(name);
    target.set(name, merge_patch(known != nullptr ? *known : Value(), member));
  }
  return target;
}

Result<Value> apply_patch(Value target, const Value& patch) {
  if (!patch.is_array()) return fail(ErrorKind::malformed, "a JSON Patch is an array of operations");
  Patching patching(std::move(target));
  for (std::size_t i = 0; i < patch.items().size(); ++i) {
    auto done = patching.run(patch.items()[i]);
    if (done) continue;
    Error error = std::move(done).error();
    error.location.pointer = pointer_child("", i) + error.location.pointer;
    return fail(std::move(error));
  }
  return patching.take();
}

}  // namespace squall::contracts
