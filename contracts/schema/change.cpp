#include "contracts/schema/change.h"

#include <algorithm>

#include "contracts/schema/generator.h"
#include "contracts/schema/matching_branch.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kMostPlaces = 10'000;    // looked at
constexpr std::size_t kMostGenerated = 1'000;  // elements and members
constexpr std::size_t kMostTried = 64;         // changes, one at a time, where all together are not allowed
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kDraws = 4;

struct Edit {
  std::string pointer;         // the place, or the object around it
  std::string member;          // of that object; "" when the place itself is meant
  std::optional<Value> value;  // what it becomes; none: the member goes
};

// Finds every place of a valid instance where the change is possible, outer ones first.
class Places {
 public:
  Places(const Schema& schema, Change change, const Random& random, const ChangeOptions& options)
      : program_(schema.program()), change_(change), random_(random), options_(options) {
    validation_.direction = options.direction;
    generation_.direction = options.direction;
    generation_.max_nodes = 200;
  }

  std::vector<Edit> find(const Node& instance) {
    walk({program_.root}, instance, "", 0);
    return std::move(edits_);
  }

 private:
  using Blocks = std::vector<const Block*>;

  void walk(const Blocks& blocks, const Node& here, const std::string& pointer, std::size_t depth) {
    if (++places_ > kMostPlaces || depth > kDeepest) return;
    const Constraints constraints = constraints_of(blocks, matching(program_, validation_, here));
    look(blocks, constraints, here, pointer);
    for (const Member& member : here.members()) {
      if (change_ == Change::fewer_members && is_named(constraints, member.key) &&
          !is_required(constraints, member.key) && struck())
        edits_.push_back({pointer, std::string(member.key), std::nullopt});
      walk(blocks_of_member(constraints, member.key), member.value, pointer_child(pointer, member.key), depth + 1);
    }
    for (std::size_t i = 0; i < here.items().size(); ++i)
      walk(blocks_of_element(constraints, i), here.items()[i], pointer_child(pointer, i), depth + 1);
  }

  void look(const Blocks& blocks, const Constraints& constraints, const Node& here, const std::string& pointer) {
    switch (change_) {
      case Change::fewer_members:
        break;  // a matter of the object around it
      case Change::more_members:
        if (here.is_object()) add_member(constraints, here, pointer);
        break;
      case Change::nulls:
        if (constraints.typed && !here.is_null() && !pointer.empty() && hold(blocks, Value()))
          replace(pointer, Value());
        break;
      case Change::other_values:
        if (constraints.choices) choose_another(*constraints.choices, here, pointer);
        break;
      case Change::fewest_items:
        if (here.is_array() && here.size() > constraints.min_items) shorten(constraints, here, pointer);
        break;
      case Change::most_items:
        if (here.is_array() && struck()) lengthen(constraints, here, pointer);
        break;
    }
  }

  bool struck() { return random_.chance(options_.chance); }
  void replace(const std::string& pointer, Value value) {
    if (struck()) edits_.push_back({pointer, "", std::move(value)});
  }

  static bool is_required(const Constraints& constraints, std::string_view name) {
    return std::find(constraints.required.begin(), constraints.required.end(), name) != constraints.required.end();
  }
  static bool is_named(const Constraints& constraints, std::string_view name) {
    return std::any_of(constraints.members.begin(), constraints.members.end(), [name](const MembersPlan* plan) {
      return plan->properties != nullptr && plan->properties->find(name) != nullptr;
    });
  }

  void add_member(const Constraints& constraints, const Node& here, const std::string& pointer) {
    std::string name = "addedLater";
    for (int n = 2; here.find(name) != nullptr || is_named(constraints, name); ++n)
      name = "addedLater" + std::to_string(n);
    auto added = instance_of(blocks_of_member(constraints, name), name, Value("new"));
    if (added && struck()) edits_.push_back({pointer, name, std::move(added)});
  }

  void choose_another(const std::vector<const Node*>& choices, const Node& here, const std::string& pointer) {
    std::vector<const Node*> others;
    for (const Node* choice : choices) {
      if (!equal(*choice, here) && choice->kind() == here.kind()) others.push_back(choice);
    }
    if (!others.empty()) replace(pointer, Value(*others[random_.below(others.size())]));
  }

  void shorten(const Constraints& constraints, const Node& here, const std::string& pointer) {
    Array items;
    for (std::uint64_t i = 0; i < constraints.min_items; ++i) items.emplace_back(here.items()[i]);
    replace(pointer, std::move(items));
  }

  void lengthen(const Constraints& constraints, const Node& here, const std::string& pointer) {
    const auto most = std::min<std::uint64_t>(constraints.max_items, options_.most_items);
    Array items = Value(here).items();
    for (std::size_t misses = 0; items.size() < most && misses < kDraws;) {
      const Blocks blocks = blocks_of_element(constraints, items.size());
      auto next = instance_of(blocks, {}, Value(static_cast<std::int64_t>(items.size())));
      const bool twice = next && constraints.unique && std::find(items.begin(), items.end(), *next) != items.end();
      if (!next || twice) {
        ++misses;
      } else {
        items.push_back(std::move(*next));
      }
    }
    if (items.size() > here.size()) edits_.push_back({pointer, "", Value(std::move(items))});
  }

  bool hold(const Blocks& blocks, const Value& value) const {
    const Document document = Document::of(value);
    return std::all_of(blocks.begin(), blocks.end(), [&](const Block* block) {
      return Evaluator(program_, validation_, nullptr, Evaluator::kFewSteps).holds(*block, document.root());
    });
  }

  // What satisfies the blocks; `any` where there are none.
  std::optional<Value> instance_of(const Blocks& blocks, std::string_view hint, Value any) {
    if (blocks.empty()) return any;
    if (++generated_ > kMostGenerated) return std::nullopt;
    const Random random = random_.fork("generated", generated_);
    for (std::size_t attempt = 0; attempt < kDraws; ++attempt) {
      auto value = Generator(program_, generation_, random.fork("attempt", attempt), attempt).value(blocks, 1, hint);
      if (value && hold(blocks, *value)) return value;
    }
    return std::nullopt;
  }

  const Schema::Program& program_;
  const Change change_;
  Random random_;
  const ChangeOptions& options_;
  ValidateOptions validation_;
  GenerateOptions generation_;
  std::vector<Edit> edits_;
  std::size_t places_ = 0, generated_ = 0;
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
  const auto edits = Places(schema, change, random, options).find(document.root());
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
