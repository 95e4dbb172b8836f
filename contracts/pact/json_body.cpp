// JSON against JSON: the walk down both trees. Rules hold for what they name and cascade to all below; where none
// speaks, values are equal, lists have the same items and objects the expected members.

#include <algorithm>
#include <functional>

#include "contracts/core/document.h"
#include "contracts/core/value.h"
#include "contracts/pact/compare.h"

namespace squall::contracts::pact {
namespace {

// Kinds that say something of a list's or an object's items, not of the whole.
bool speaks_of_items(MatcherKind kind) {
  return kind == MatcherKind::values || kind == MatcherKind::array_contains || kind == MatcherKind::each_key ||
         kind == MatcherKind::each_value;
}

// How many values may be looked at for one body. Lists that must contain items, in lists that must contain items, take
// as many looks as their counts multiplied: nobody waits for that.
constexpr std::size_t kMostLooks = 20'000'000;

class JsonComparison {
 public:
  JsonComparison(const Rules& rules, Extras extras, const Locate& locate, std::size_t& looks, Mismatches& mismatches)
      : rules_(rules), extras_(extras), locate_(locate), looks_(looks), mismatches_(mismatches) {}

  JsonComparison(const JsonComparison& above, const Rules& rules)
      : rules_(rules),
        extras_(above.extras_),
        locate_(above.locate_),
        looks_(above.looks_),
        mismatches_(above.mismatches_),
        path_(above.path_),
        pointer_(above.pointer_) {}

  void compare(const Node& expected, const Node& actual) {
    if (looks_ >= kMostLooks) {
      if (looks_++ == kMostLooks) report(expected, nullptr, "arrayContains", "takes too long to be compared");
      return;
    }
    ++looks_;
    const Selected selected = select(rules_, path_);
    const bool container = expected.is_object() || expected.is_array();
    if (container && expected.kind() == actual.kind()) {
      if (expected.is_object()) {
        object(expected, actual, selected);
      } else {
        array(expected, actual, selected);
      }
      return;
    }
    // A rule for this very value may ask for something else than the example is; one from above may not.
    if (container && (!selected || selected.cascaded || !speaks_of_the_whole(*selected.rule))) {
      std::string problem =
          "must be of the type " + std::string(to_string(expected.kind())) + ", is " + shown({&actual, {}});
      report(expected, nullptr, "type", std::move(problem));
      return;
    }
    whole(expected, actual, selected);
  }

 private:
  static bool speaks_of_the_whole(const Rule& rule) {
    // "a list or null": whichever holds.
    return rule.any || std::all_of(rule.matchers.begin(), rule.matchers.end(), [](const Matcher& one) {
             return one.kind != MatcherKind::type && one.kind != MatcherKind::equality && !speaks_of_items(one.kind);
           });
  }

  void report(const Node& expected, const Rule* rule, std::string keyword, std::string message) {
    mismatches_.add("body", "body", std::move(keyword), pointer_, std::move(message),
                    rule != nullptr ? rule->location : locate_(expected));
  }

  void whole(const Node& expected, const Node& actual, const Selected& selected) {
    Judgement judgement = judge(selected, {&expected, {}}, {&actual, {}});
    if (!judgement.problem.empty())
      report(expected, selected.rule, std::move(judgement.keyword), std::move(judgement.problem));
  }

  // What the rule itself asks of a list or an object, apart from its items.
  void container_rule(const Node& expected, const Node& actual, const Selected& selected) {
    if (!selected || selected.cascaded || has(*selected.rule, MatcherKind::equality)) return;
    whole(expected, actual, selected);
  }

  void child(const Node& expected, const Node& actual, std::string_view name, bool is_index) {
    path_.push_back({name, is_index});
    const std::size_t length = pointer_.size();
    pointer_ = pointer_child(pointer_, name);
    compare(expected, actual);
    pointer_.resize(length);
    path_.pop_back();
  }

  void object(const Node& expected, const Node& actual, const Selected& selected) {
    container_rule(expected, actual, selected);
    const bool own = selected && !selected.cascaded;
    const bool free = own && (has(*selected.rule, MatcherKind::values) || has(*selected.rule, MatcherKind::each_key) ||
                              has(*selected.rule, MatcherKind::each_value));
    if (free) {
      members_by_rule(expected, actual, *selected.rule);
      return;
    }
    const bool equal = selected && has(*selected.rule, MatcherKind::equality);
    if (extras_ == Extras::refused || equal) unexpected(expected, actual, selected);
    for (const Member& member : expected.members()) {
      const Node* found = actual.find(member.key);
      if (found != nullptr) {
        child(member.value, *found, member.key, false);
      } else {
        report(member.value, nullptr, "equality", "must have '" + std::string(member.key) + "', which is absent");
      }
    }
  }

  void unexpected(const Node& expected, const Node& actual, const Selected& selected) {
    for (const Member& member : actual.members()) {
      if (expected.find(member.key) != nullptr) continue;
      report(expected, selected.rule, "equality", "must not have '" + std::string(member.key) + "'");
    }
  }

  // values, eachKey, eachValue: the names are the provider's, each member is held against the example's of that name,
  // or against its first.
  void members_by_rule(const Node& expected, const Node& actual, const Rule& rule) {
    for (const Matcher& matcher : rule.matchers) {
      if (matcher.kind == MatcherKind::each_key) keys(expected, actual, matcher, rule);
    }
    const Rules with_nested = nested_rules(rule, PathStep::Kind::any_field);
    JsonComparison below(*this, with_nested);
    if (has(rule, MatcherKind::values) || has(rule, MatcherKind::each_value)) {
      for (const Member& member : actual.members()) {
        const Node* example = expected.find(member.key);
        if (example == nullptr && expected.size() > 0) example = &expected.members().front().value;
        if (example != nullptr) below.child(*example, member.value, member.key, false);
      }
      return;
    }
    for (const Member& member : actual.members()) {
      if (const Node* example = expected.find(member.key)) below.child(*example, member.value, member.key, false);
    }
  }

  void keys(const Node& expected, const Node& actual, const Matcher& matcher, const Rule& rule) {
    const std::string_view example = expected.size() > 0 ? expected.members().front().key : std::string_view{};
    for (const Member& member : actual.members()) {
      for (const Matcher& nested : matcher.nested) {
        const std::string problem = problem_with(nested, {nullptr, example}, {nullptr, member.key});
        if (!problem.empty()) report(expected, &rule, nested.name, "its key " + problem);
      }
    }
  }

  // The rules, and those that eachValue brings along for every item.
  Rules nested_rules(const Rule& rule, PathStep::Kind any) const {
    Rules rules = rules_;
    std::vector<PathStep> steps;
    for (const PathPart& part : path_) steps.push_back({PathStep::Kind::field, std::string(part.name), 0});
    steps.push_back({any, {}, 0});
    for (const Matcher& matcher : rule.matchers) {
      if (matcher.kind != MatcherKind::each_value || matcher.nested.empty()) continue;
      Rule each;
      each.path = PathExpression(steps);
      each.matchers = matcher.nested;
      each.location = rule.location;
      rules.push_back(std::move(each));
    }
    return rules;
  }

  void array(const Node& expected, const Node& actual, const Selected& selected) {
    if (!selected) {
      items(expected, actual);
      return;
    }
    container_rule(expected, actual, selected);
    const Rule& rule = *selected.rule;
    if (has(rule, MatcherKind::equality)) {
      items(expected, actual);
      return;
    }
    if (!selected.cascaded) {
      counts(expected, actual, rule);
      if (has(rule, MatcherKind::array_contains)) {
        for (const Matcher& matcher : rule.matchers) contained(expected, actual, matcher, rule);
        return;
      }
    }
    if (expected.size() == 0) return;
    const Rules with_nested = !selected.cascaded && has(rule, MatcherKind::each_value)
                                  ? nested_rules(rule, PathStep::Kind::any_index)
                                  : Rules{};
    JsonComparison below(*this, with_nested.empty() ? rules_ : with_nested);
    for (std::size_t i = 0; i < actual.size(); ++i) {
      const std::string index = std::to_string(i);
      below.child(*expected.at(i < expected.size() ? i : 0), *actual.at(i), index, true);
    }
  }

  void items(const Node& expected, const Node& actual) {
    if (expected.size() != actual.size()) {
      report(expected, nullptr, "equality",
             "must have " + std::to_string(expected.size()) + (expected.size() == 1 ? " item, has " : " items, has ") +
                 std::to_string(actual.size()));
    }
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i) {
      const std::string index = std::to_string(i);
      child(*expected.at(i), *actual.at(i), index, true);
    }
  }

  void counts(const Node& expected, const Node& actual, const Rule& rule) {
    for (const Matcher& matcher : rule.matchers) {
      if (matcher.min && actual.size() < *matcher.min) {
        report(expected, &rule, matcher.name,
               "must have at least " + std::to_string(*matcher.min) + " items, has " + std::to_string(actual.size()));
      }
      if (matcher.max && actual.size() > *matcher.max) {
        report(expected, &rule, matcher.name,
               "must have at most " + std::to_string(*matcher.max) + " items, has " + std::to_string(actual.size()));
      }
    }
  }

  bool contains(const Node& example, const Node& actual, const Rules& rules) {
    return std::any_of(actual.items().begin(), actual.items().end(), [&](const Node& item) {
      Mismatches trial(mismatches_.side());
      JsonComparison(rules, extras_, locate_, looks_, trial).compare(example, item);
      return trial.empty() && looks_ < kMostLooks;
    });
  }

  void contained(const Node& expected, const Node& actual, const Matcher& matcher, const Rule& rule) {
    if (matcher.kind != MatcherKind::array_contains) return;
    std::vector<Variant> variants = matcher.variants;
    if (variants.empty()) {  // every item of the example, as it is
      for (std::size_t i = 0; i < expected.size(); ++i) variants.push_back({i, {}});
    }
    for (const Variant& variant : variants) {
      const Node* example = expected.at(variant.index);
      if (example == nullptr || contains(*example, actual, variant.rules)) continue;
      report(expected, &rule, matcher.name,
             "must contain an item as " + shown({example, {}}) + ", none of its " + std::to_string(actual.size()) +
                 " items is");
    }
  }

  const Rules& rules_;
  Extras extras_;
  const Locate& locate_;
  std::size_t& looks_;
  Mismatches& mismatches_;
  std::vector<PathPart> path_;
  std::string pointer_;
};

}  // namespace

void compare_json(const Node& expected, const Node& actual, const Rules& rules, Extras extras, const Locate& locate,
                  Mismatches& mismatches) {
  std::size_t looks = 0;
  JsonComparison(rules, extras, locate, looks, mismatches).compare(expected, actual);
}

}  // namespace squall::contracts::pact
