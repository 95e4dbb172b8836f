#include "contracts/schema/change.h"

#include <algorithm>

#include "contracts/schema/spots.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostTried = 64;  // changes, one at a time, where all together are not allowed

struct Edit {
  std::string pointer;         // the place, or the object around it
  std::string member;          // of that object; "" when the place itself is meant
  std::optional<Value> value;  // what it becomes; none: the member goes
};

// Finds every place of a valid instance where the change is possible, outer ones first.
class Places {
 public:
  Places(Change change, const Random& random, const ChangeOptions& options)
      : change_(change), random_(random), options_(options) {}

  std::vector<Edit> find(const Schema& schema, const Node& instance) {
    visit_spots(schema, instance, options_.direction, random_, [this](const Spot& spot) { look(spot); });
    return std::move(edits_);
  }

 private:
  void look(const Spot& spot) {
    const Constraints& constraints = spot.constraints;
    switch (change_) {
      case Change::fewer_members:
        for (const Member& member : spot.here.members()) {
          if (spot.names(member.key) && !spot.requires_member(member.key) && struck())
            edits_.push_back({spot.pointer, std::string(member.key), std::nullopt});
        }
        break;
      case Change::more_members:
        if (spot.here.is_object()) add_member(spot);
        break;
      case Change::nulls:
        if (constraints.typed && !spot.here.is_null() && !spot.pointer.empty() && spot.allows(Value()))
          replace(spot, Value());
        break;
      case Change::other_values:
        if (constraints.choices) choose_another(spot, *constraints.choices);
        break;
      case Change::fewest_items:
        if (spot.here.is_array() && spot.here.size() > constraints.min_items) shorten(spot);
        break;
      case Change::most_items:
        if (spot.here.is_array() && struck()) lengthen(spot);
        break;
    }
  }

  bool struck() { return random_.chance(options_.chance); }
  void replace(const Spot& spot, Value value) {
    if (struck()) edits_.push_back({spot.pointer, "", std::move(value)});
  }

  void add_member(const Spot& spot) {
    const std::string name = unnamed_member(spot);
    auto added = spot.member(name);
    if (added && struck()) edits_.push_back({spot.pointer, name, std::move(added)});
  }

  void choose_another(const Spot& spot, const std::vector<const Node*>& choices) {
    std::vector<const Node*> others;
    for (const Node* choice : choices) {
      if (!equal(*choice, spot.here) && choice->kind() == spot.here.kind()) others.push_back(choice);
    }
    if (!others.empty()) replace(spot, Value(*others[random_.below(others.size())]));
  }

  void shorten(const Spot& spot) {
    Array items;
    for (std::uint64_t i = 0; i < spot.constraints.min_items; ++i) items.emplace_back(spot.here.items()[i]);
    replace(spot, std::move(items));
  }

  void lengthen(const Spot& spot) {
    Array items = more_items(spot, options_.most_items);
    if (items.size() > spot.here.size()) edits_.push_back({spot.pointer, "", Value(std::move(items))});
  }

  const Change change_;
  Random random_;
  const ChangeOptions& options_;
  std::vector<Edit> edits_;
};

// False where an edit before it took the place away.
bool apply(Value& instance, const Edit& edit) {
  Value* here = instance.resolve(edit.pointer);
  if (here == nullptr) return false;
  if (edit.member.empty()) {
    *here = *edit.value;
  } else if (!here->is_object()) {
    return false;
  } else if (!edit.value) {
    return here->erase(edit.member);
  } else {
    here->set(edit.member, *edit.value);
  }
  return true;
}

}  // namespace

std::optional<Value> changed(const Schema& schema, const Value& valid, Change change, Random random,
                             const ChangeOptions& options) {
  const Document document = Document::of(valid);
  const auto edits = Places(change, random, options).find(schema, document.root());
  ValidateOptions validation;
  validation.direction = options.direction;
  const auto is_valid = [&](const Value& instance) {
    const Document made = Document::of(instance);
    return schema.valid(made.root(), validation);
  };
  Value all = valid;
  bool any = false;
  for (const Edit& edit : edits) any = apply(all, edit) || any;
  if (!any) return std::nullopt;
  if (is_valid(all)) return all;
  Value some = valid;
  any = false;
  for (std::size_t i = 0; i < std::min(edits.size(), kMostTried); ++i) {
    Value next = some;
    if (!apply(next, edits[i]) || !is_valid(next)) continue;
    some = std::move(next);
    any = true;
  }
  return any ? std::optional(std::move(some)) : std::nullopt;
}

}  // namespace squall::contracts::schema
