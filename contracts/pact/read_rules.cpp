#include <algorithm>
#include <array>

#include "contracts/core/number.h"
#include "contracts/core/suggest.h"
#include "contracts/http/message.h"
#include "contracts/pact/date_format.h"
#include "contracts/pact/reading.h"
#include "contracts/pact/status_class.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::pact {
namespace {

constexpr unsigned kDeepest = 32;

const MatcherType* find_type(std::string_view name) {
  for (const MatcherType& type : matcher_types()) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

std::string hint_for(std::string_view name) {
  std::vector<std::string> names;
  for (const MatcherType& type : matcher_types()) names.emplace_back(type.name);
  const std::string meant = nearest(name, names);
  return meant.empty() ? "" : "did you mean '" + meant + "'?";
}

// The matcher that a rule without "match" is: {"min": 1}, {"regex": "\\d+"}, {"timestamp": "yyyy"}.
std::string_view implied_name(const Node& node) {
  for (const std::string_view name : {"regex", "timestamp", "time", "date"}) {
    if (node.find(name) != nullptr) return name;
  }
  return node.find("min") != nullptr || node.find("max") != nullptr ? "type" : "";
}

std::string_view default_format(std::string_view name) {
  return name == "date" ? kIsoDate : name == "time" ? kIsoTime : kIsoDateTime;
}

bool ends_in_index(std::string_view key, std::size_t& open) {
  open = key.rfind('[');
  if (open == std::string_view::npos || open == 0 || !key.ends_with(']')) return false;
  const std::string_view inside = key.substr(open + 1, key.size() - open - 2);
  return inside == "*" || (!inside.empty() && inside.find_first_not_of("0123456789") == std::string_view::npos);
}

}  // namespace

std::vector<PathExpression> named_paths(std::string_view key) {
  if (key.starts_with('$')) {
    if (auto path = PathExpression::parse(key)) return {std::move(*path)};
  }
  std::vector<PathExpression> paths = {PathExpression({{PathStep::Kind::field, std::string(key), 0}})};
  std::size_t open = 0;
  if (!ends_in_index(key, open)) return paths;
  if (const auto index = PathExpression::parse("$" + std::string(key.substr(open)))) {
    std::vector<PathStep> steps = {{PathStep::Kind::field, std::string(key.substr(0, open)), 0}};
    steps.push_back(index->steps().front());
    paths.emplace_back(std::move(steps));
  }
  return paths;
}

bool Reader::pattern(const Node& node, Matcher& matcher) {
  // By itself first: a)(b is none, though with something around it one could be made of it.
  auto compiled = schema::Pattern::compile(matcher.text);
  // \A..\z around the whole: a rule speaks of the value, not of a part of it.
  if (compiled) compiled = schema::Pattern::compile("\\A(?:" + matcher.text + ")\\z");
  if (!compiled) {
    wrong(node, "the regex '" + matcher.text + "' cannot be used: " + compiled.error().message);
    return false;
  }
  matcher.pattern = std::make_shared<const schema::Pattern>(std::move(*compiled));
  return true;
}

void Reader::statuses(const Node& node, Matcher& matcher) {
  if (node.is_string()) {
    matcher.text = std::string(node.text());
    if (find_status_class(matcher.text) == nullptr) wrong(node, "'" + matcher.text + "' is no class of statuses");
    return;
  }
  for (const Node& item : node.items()) {
    const auto status = item.is_number() ? to_int64(item.text()) : std::nullopt;
    if (!status || *status < 100 || *status > 999) {
      wrong(item, "expected a status");
    } else {
      matcher.statuses.push_back(static_cast<int>(*status));
    }
  }
  if (!node.is_array()) wrong(node, "expected a class of statuses or a list of them");
}

void Reader::variants(const Node& node, Matcher& matcher) {
  if (!node.is_array()) wrong(node, "'variants' must be a list");
  for (const Node& item : node.items()) {
    Variant variant;
    variant.index = static_cast<std::size_t>(integer(item, "index", 0, 1'000'000).value_or(0));
    if (const Node* rules = member(item, "rules", Kind::object, "rules"))
      rules_of_category(*rules, "body", variant.rules);
    matcher.variants.push_back(std::move(variant));
  }
}

bool Reader::argument(const Node& node, const MatcherType& type, Matcher& matcher) {
  if (type.kind == MatcherKind::date_time) {
    // "format" since v3; before, and in some files still, a member called as the matcher is.
    const Node* format = node.find("format");
    if (format == nullptr) format = node.find(type.name);
    matcher.text =
        format != nullptr && format->is_string() ? std::string(format->text()) : std::string(default_format(type.name));
    return true;
  }
  if (type.argument.empty()) return true;
  const Node* argument = node.find(type.argument);
  if (argument == nullptr) {
    wrong(node, "the matcher '" + std::string(type.name) + "' needs '" + std::string(type.argument) + "'");
    return false;
  }
  switch (type.kind) {
    case MatcherKind::status_code:
      statuses(*argument, matcher);
      return true;
    case MatcherKind::array_contains:
      variants(*argument, matcher);
      return true;
    case MatcherKind::each_key:
    case MatcherKind::each_value:
      for (const Node& item : argument->items()) {
        if (auto nested = this->matcher(item)) matcher.nested.push_back(std::move(*nested));
      }
      if (!argument->is_array()) wrong(*argument, "'rules' must be a list");
      return true;
    default:
      break;
  }
  matcher.text = text_of(Operand{argument, {}});
  return type.kind != MatcherKind::regex || pattern(*argument, matcher);
}

std::optional<Matcher> Reader::matcher(const Node& node) {
  if (!node.is_object()) {
    wrong(node, "expected a matcher, an object with 'match'");
    return std::nullopt;
  }
  const Node* match = node.find("match");
  const std::string_view name = match != nullptr ? match->text() : implied_name(node);
  const MatcherType* type = find_type(name);
  if (type == nullptr) {
    wrong(match != nullptr ? *match : node,
          name.empty() ? "a matcher without 'match'" : "the matcher '" + std::string(name) + "' is not known",
          hint_for(name));
    return std::nullopt;
  }
  if (depth_ >= kDeepest) {
    wrong(node, "rules are nested too deeply");
    return std::nullopt;
  }
  Matcher matcher;
  matcher.kind = type->kind;
  matcher.name = std::string(name);
  const auto count = [&](std::string_view key) -> std::optional<std::size_t> {
    const auto value = integer(node, key, 0, 1'000'000'000);
    return value ? std::optional<std::size_t>(static_cast<std::size_t>(*value)) : std::nullopt;
  };
  matcher.min = count("min");
  matcher.max = count("max");
  if (matcher.min && matcher.max && *matcher.min > *matcher.max) wrong(node, "'min' is more than 'max'");
  ++depth_;
  const bool good = argument(node, *type, matcher);
  --depth_;
  return good ? std::optional<Matcher>(std::move(matcher)) : std::nullopt;
}

std::optional<Rule> Reader::rule_body(const Node& node) {
  Rule rule;
  rule.location = locate(node);
  const Node* matchers = node.find("matchers");
  if (matchers == nullptr) {
    auto one = matcher(node);
    if (!one) return std::nullopt;
    rule.matchers.push_back(std::move(*one));
    return rule;
  }
  if (!matchers->is_array()) wrong(*matchers, "'matchers' must be a list");
  for (const Node& item : matchers->items()) {
    if (auto one = matcher(item)) rule.matchers.push_back(std::move(*one));
  }
  if (const Node* combine = node.find("combine")) {
    rule.any = http::equal_ignoring_case(combine->text(), "or");
    if (!rule.any && !http::equal_ignoring_case(combine->text(), "and"))
      wrong(*combine, "matchers are combined by AND or OR, not by '" + std::string(combine->text()) + "'");
  }
  return rule.matchers.empty() ? std::nullopt : std::optional<Rule>(std::move(rule));
}

void Reader::rule(const Node& node, std::string_view path, bool is_name, Rules& rules) {
  auto read = rule_body(node);
  if (!read) return;
  std::vector<PathExpression> paths;
  if (is_name) {
    paths = named_paths(path);
  } else if (auto parsed = PathExpression::parse(path)) {
    paths.push_back(std::move(*parsed));
  } else {
    wrong(node, parsed.error().message);
  }
  for (PathExpression& one : paths) {
    read->path = std::move(one);
    rules.push_back(*read);
  }
}

// Version 2: one object, "$.body.items[*].price", "$.headers.Accept", "$.query.q", "$.path".
void Reader::rules_v2(const Node& node, PartRules& rules) {
  for (const Member& member : node.members()) {
    auto path = PathExpression::parse(member.key);
    if (!path) {
      wrong(member.value, path.error().message);
      continue;
    }
    auto read = rule_body(member.value);
    if (!read) continue;
    std::vector<PathStep> steps = path->steps();
    const std::string part = steps.empty() ? "" : steps.front().name;
    if (!steps.empty()) steps.erase(steps.begin());
    const std::array<std::pair<std::string_view, Rules*>, 7> parts = {{{"body", &rules.body},
                                                                       {"headers", &rules.headers},
                                                                       {"header", &rules.headers},
                                                                       {"query", &rules.query},
                                                                       {"path", &rules.path},
                                                                       {"status", &rules.status},
                                                                       {"metadata", &rules.metadata}}};
    const auto found = std::find_if(parts.begin(), parts.end(), [&part](const auto& one) { return one.first == part; });
    if (found == parts.end()) {
      wrong(member.value, "the rule '" + std::string(member.key) + "' speaks of no part of a message",
            "rules of version 2 begin with $.body, $.headers, $.query or $.path");
      continue;
    }
    read->path = PathExpression(std::move(steps));
    found->second->push_back(std::move(*read));
  }
}

void Reader::rules_of_category(const Node& node, std::string_view category, Rules& rules) {
  // The path and the status are one value: their rule stands there itself.
  if (node.find("matchers") != nullptr &&
      (node.find("matchers")->is_array() || category == "path" || category == "status")) {
    rule(node, "$", false, rules);
    return;
  }
  const bool names = category != "body" && category != "path" && category != "status";
  for (const Member& member : node.members()) rule(member.value, member.key.empty() ? "$" : member.key, names, rules);
}

PartRules Reader::rules(const Node& part, std::string_view older_name) {
  PartRules rules;
  const Node* node = member(part, "matchingRules", Kind::object, "matching rules");
  if (node == nullptr && !older_name.empty()) node = member(part, older_name, Kind::object, "matching rules");
  if (node == nullptr) return rules;
  const auto members = node->members();
  if (!members.empty() && members.front().key.starts_with('$')) {
    rules_v2(*node, rules);
    return rules;
  }
  for (const Member& category : members) {
    const std::array<std::pair<std::string_view, Rules*>, 8> parts = {{{"body", &rules.body},
                                                                       {"content", &rules.body},
                                                                       {"header", &rules.headers},
                                                                       {"headers", &rules.headers},
                                                                       {"query", &rules.query},
                                                                       {"path", &rules.path},
                                                                       {"status", &rules.status},
                                                                       {"metadata", &rules.metadata}}};
    const auto found =
        std::find_if(parts.begin(), parts.end(), [&category](const auto& one) { return one.first == category.key; });
    if (found == parts.end()) {
      wrong(category.value, "rules for '" + std::string(category.key) + "', which is no part of a message");
    } else if (!category.value.is_object()) {
      wrong(category.value, "expected an object of rules");
    } else {
      rules_of_category(category.value, category.key, *found->second);
    }
  }
  return rules;
}

}  // namespace squall::contracts::pact
