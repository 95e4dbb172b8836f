#include "contracts/core/patch.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/pointer.h"

namespace squall::contracts {
namespace {

constexpr std::size_t most_values = 1'000'000;  // copies of copies grow without bound
constexpr std::size_t most_work = 200'000'000;  // values of the document, looked at by each operation
constexpr std::size_t most_depth = Limits{}.depth;

struct Extent {
  std::size_t values = 1, depth = 1;
  void holds(const Extent& part) {
    values += part.values;
    depth = std::max(depth, part.depth + 1);
  }
};

Extent extent_of(const Value& value) {
  Extent extent;
  if (value.is_array()) {
    for (const Value& item : value.items()) extent.holds(extent_of(item));
  }
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) extent.holds(extent_of(member));
  }
  return extent;
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
  explicit Patching(Value target) : target_(std::move(target)), values_(extent_of(target_).values) {}

  Status run(const Value& operation) {
    work_ += values_;
    if (work_ > most_work) return fail(ErrorKind::usage, "these are too many operations for a document of this size");
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
    if (what == "replace") return replace(path, *found, *value);
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

  // The bounds of what goes in at a place.
  Status fits(const std::string& path, const Value& value) {
    const Extent extent = extent_of(value);
    values_ += extent.values;
    if (values_ > most_values) return fail(ErrorKind::usage, "the patched document would be too large");
    if (static_cast<std::size_t>(std::count(path.begin(), path.end(), '/')) + extent.depth > most_depth)
      return fail(ErrorKind::usage, "the patched document would be too deep", {"", 0, 0, "/path"});
    return {};
  }

  Status replace(const std::string& path, Value& found, const Value& value) {
    SQUALL_TRY(fits(path, value));
    found = value;
    return {};
  }

  Status add(const std::string& path, Value value) {
    SQUALL_TRY(fits(path, value));
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
  std::size_t values_;  // of the target, and added so far
  std::size_t work_ = 0;
};

}  // namespace

Value merge_patch(Value target, const Value& patch) {
  if (!patch.is_object()) return patch;
  Object members = target.is_object() ? std::move(target.members()) : Object{};
  std::unordered_map<std::string_view, std::size_t> places;
  for (std::size_t i = 0; i < members.size(); ++i) places.emplace(members[i].first, i);
  std::vector<bool> removed(members.size());
  Object added;
  for (const auto& [name, member] : patch.members()) {
    const auto known = places.find(name);
    if (known == places.end()) {
      if (!member.is_null()) added.emplace_back(name, merge_patch(Value(), member));
    } else if (member.is_null()) {
      removed[known->second] = true;
    } else {
      Value& old = members[known->second].second;
      old = merge_patch(std::move(old), member);
    }
  }
  Object merged;
  merged.reserve(members.size() + added.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (!removed[i]) merged.push_back(std::move(members[i]));
  }
  std::move(added.begin(), added.end(), std::back_inserter(merged));
  return Value(std::move(merged));
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
