// XML against XML. Elements are compared by name, those of one name in their order; names carry their namespace
// ("urn:x:name"), whatever its prefix. In paths @name is an attribute and #text what an element says itself.

#include <algorithm>
#include <map>

#include "contracts/core/document.h"
#include "contracts/core/xml.h"
#include "contracts/pact/compare.h"

namespace squall::contracts::pact {
namespace {

std::string qualified(const std::string& space, const std::string& name) {
  return space.empty() ? name : space + ":" + name;
}

std::string name_of(const XmlElement& element) {
  return qualified(element.name_space, element.name);
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? std::string_view{}
                                         : text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

using Group = std::vector<const XmlElement*>;

// By name, in the order in which names appear first.
std::vector<std::pair<std::string, Group>> groups_of(const XmlElement& element) {
  std::vector<std::pair<std::string, Group>> groups;
  std::map<std::string, std::size_t> known;
  for (const XmlElement& child : element.children) {
    const auto [at, added] = known.emplace(name_of(child), groups.size());
    if (added) groups.emplace_back(at->first, Group{});
    groups[at->second].second.push_back(&child);
  }
  return groups;
}

const Group* find_group(const std::vector<std::pair<std::string, Group>>& groups, const std::string& name) {
  for (const auto& [key, group] : groups) {
    if (key == name) return &group;
  }
  return nullptr;
}

class XmlComparison {
 public:
  XmlComparison(const Rules& rules, Extras extras, const Location& location, Mismatches& mismatches)
      : rules_(rules), extras_(extras), location_(location), mismatches_(mismatches) {}

  void root(const XmlElement& expected, const XmlElement& actual) {
    const std::string name = name_of(expected);
    below(name, [&] { element(expected, actual); });
  }

 private:
  template <class Action>
  void below(std::string_view name, const Action& action) {
    path_.push_back({name, false});
    const std::size_t length = pointer_.size();
    pointer_ = pointer_child(pointer_, name);
    action();
    pointer_.resize(length);
    path_.pop_back();
  }

  void report(const Rule* rule, std::string keyword, std::string message) {
    mismatches_.add("body", "body", std::move(keyword), pointer_, std::move(message),
                    rule != nullptr ? rule->location : location_);
  }

  void value(std::string_view expected, std::string_view actual) {
    const Selected selected = select(rules_, path_);
    Judgement judgement = judge(selected, {nullptr, expected}, {nullptr, actual});
    if (!judgement.problem.empty()) report(selected.rule, std::move(judgement.keyword), std::move(judgement.problem));
  }

  // What asks for the type of an element asks for its name; counts are of its children.
  bool element_rule(const XmlElement& expected, const XmlElement& actual, const Selected& selected) {
    bool good = true;
    if (name_of(expected) != name_of(actual)) {
      report(selected.rule, "equality", "must be <" + name_of(expected) + ">, is <" + name_of(actual) + ">");
      return false;
    }
    if (!selected || selected.cascaded) return true;
    for (const Matcher& matcher : selected.rule->matchers) {
      const std::size_t children = actual.children.size();
      if ((matcher.min && children < *matcher.min) || (matcher.max && children > *matcher.max)) {
        report(selected.rule, matcher.name,
               std::string("must have at ") +
                   (matcher.min && children < *matcher.min ? "least " + std::to_string(*matcher.min)
                                                           : "most " + std::to_string(*matcher.max)) +
                   " elements, has " + std::to_string(children));
        good = false;
      }
    }
    return good;
  }

  void element(const XmlElement& expected, const XmlElement& actual) {
    const Selected selected = select(rules_, path_);
    if (!element_rule(expected, actual, selected)) return;
    attributes(expected, actual);
    children(expected, actual);
    below("#text", [&] { value(trimmed(expected.text), trimmed(actual.text)); });
  }

  void attributes(const XmlElement& expected, const XmlElement& actual) {
    for (const XmlAttribute& attribute : expected.attributes) {
      const auto found = std::find_if(actual.attributes.begin(), actual.attributes.end(), [&](const XmlAttribute& one) {
        return one.name == attribute.name && one.name_space == attribute.name_space;
      });
      const std::string name = "@" + qualified(attribute.name_space, attribute.name);
      if (found == actual.attributes.end()) {
        report(nullptr, "equality", "must have the attribute '" + name.substr(1) + "', which is absent");
      } else {
        below(name, [&] { value(attribute.value, found->value); });
      }
    }
    if (extras_ == Extras::allowed) return;
    for (const XmlAttribute& attribute : actual.attributes) {
      const bool known =
          std::any_of(expected.attributes.begin(), expected.attributes.end(), [&](const XmlAttribute& one) {
            return one.name == attribute.name && one.name_space == attribute.name_space;
          });
      if (!known) report(nullptr, "equality", "must not have the attribute '" + attribute.name + "'");
    }
  }

  bool typed(std::string_view name) {
    path_.push_back({name, false});
    const Selected selected = select(rules_, path_);
    path_.pop_back();
    return selected && has(*selected.rule, MatcherKind::type);
  }

  void children(const XmlElement& expected, const XmlElement& actual) {
    const auto expected_groups = groups_of(expected);
    const auto actual_groups = groups_of(actual);
    for (const auto& [name, group] : actual_groups) {
      if (const Group* examples = find_group(expected_groups, name)) {
        same_name(name, *examples, group);
      } else if (extras_ == Extras::refused || typed(name)) {
        report(nullptr, "equality", "must not have <" + name + ">");
      }
    }
    for (const auto& [name, group] : expected_groups) {
      if (find_group(actual_groups, name) == nullptr)
        report(nullptr, "equality", "must have <" + name + ">, which is absent");
    }
  }

  void same_name(const std::string& name, const Group& expected, const Group& actual) {
    if (typed(name)) {  // each is held against the example of its place, or against the first
      for (std::size_t i = 0; i < actual.size(); ++i)
        below(name, [&] { element(*expected[i < expected.size() ? i : 0], *actual[i]); });
      return;
    }
    for (std::size_t i = 0; i < std::min(expected.size(), actual.size()); ++i)
      below(name, [&] { element(*expected[i], *actual[i]); });
    const std::string counts = std::to_string(expected.size()) + ", has " + std::to_string(actual.size());
    if (expected.size() > actual.size()) report(nullptr, "equality", "must have <" + name + "> as often as " + counts);
    if (expected.size() < actual.size() && extras_ == Extras::refused)
      report(nullptr, "equality", "must not have <" + name + "> more often than " + counts);
  }

  const Rules& rules_;
  Extras extras_;
  const Location& location_;
  Mismatches& mismatches_;
  std::vector<PathPart> path_;
  std::string pointer_;
};

}  // namespace

void compare_xml(const Body& expected, std::string_view actual, const Rules& rules, Extras extras,
                 Mismatches& mismatches) {
  const auto example = read_xml(expected.text);
  const auto found = read_xml(actual);
  if (!example) {
    mismatches.add("body", "body", "contentType", "", "the pact's own body is no XML: " + example.error().message,
                   expected.location);
  } else if (!found) {
    mismatches.add("body", "body", "contentType", "", "is no XML: " + found.error().message, expected.location);
  } else {
    XmlComparison(rules, extras, expected.location, mismatches).root(*example, *found);
  }
}

}  // namespace squall::contracts::pact
