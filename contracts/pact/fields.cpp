// Names with values: queries, forms and headers.

#include <algorithm>
#include <array>

#include "contracts/http/field_syntax.h"
#include "contracts/pact/compare.h"

namespace squall::contracts::pact {
namespace {

const std::vector<std::string>* find_values(const Fields& fields, const std::string& name) {
  for (const auto& [key, values] : fields) {
    if (key == name) return &values;
  }
  return nullptr;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ", ") + value;
  return text;
}

// Fields whose value is one, commas or not (RFC 9110 dates, RFC 6265).
bool is_single(std::string_view name) {
  constexpr std::array<std::string_view, 8> names = {
      "date",       "expires",     "last-modified", "if-modified-since", "if-unmodified-since",
      "set-cookie", "retry-after", "user-agent"};
  return std::any_of(names.begin(), names.end(),
                     [name](std::string_view one) { return http::equal_ignoring_case(one, name); });
}

bool has_parameters(std::string_view name) {
  return http::equal_ignoring_case(name, "content-type") || http::equal_ignoring_case(name, "accept");
}

std::vector<std::string> pieces(std::string_view name, const std::vector<std::string>& values) {
  std::vector<std::string> all;
  for (const std::string& value : values) {
    if (is_single(name)) {
      all.emplace_back(http::trimmed(value));
    } else {
      for (const std::string_view one : http::list_members(value)) all.emplace_back(one);
    }
  }
  return all;
}

struct Parameterised {
  std::string value;
  std::vector<std::pair<std::string, std::string>> parameters;
};

// value; name=text; name="text": whatever the value is.
Parameterised split_parameters(std::string_view text) {
  Parameterised out;
  std::vector<std::string> parts(1);
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') quoted = !quoted;
    if (c == ';' && !quoted) {
      parts.emplace_back();
    } else if (c != '\r' && c != '\n') {
      parts.back() += c;
    }
  }
  out.value = std::string(http::trimmed(parts.front()));
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string_view part = http::trimmed(parts[i]);
    const auto equals = part.find('=');
    std::string_view value =
        equals == std::string_view::npos ? std::string_view{} : http::trimmed(part.substr(equals + 1));
    if (value.size() > 1 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    if (!part.empty()) out.parameters.emplace_back(http::trimmed(part.substr(0, equals)), value);
  }
  return out;
}

// The expected parameters are there, in any order; there may be more (specification v3).
bool same_with_parameters(std::string_view expected, std::string_view actual) {
  const Parameterised wanted = split_parameters(expected);
  const Parameterised found = split_parameters(actual);
  if (wanted.value != found.value) return false;
  return std::all_of(wanted.parameters.begin(), wanted.parameters.end(), [&found](const auto& parameter) {
    return std::any_of(found.parameters.begin(), found.parameters.end(), [&parameter](const auto& one) {
      if (!http::equal_ignoring_case(one.first, parameter.first)) return false;
      const bool caseless = http::equal_ignoring_case(one.first, "charset");
      return caseless ? http::equal_ignoring_case(one.second, parameter.second) : one.second == parameter.second;
    });
  });
}

bool same_header(const std::string& name, const std::vector<std::string>& expected,
                 const std::vector<std::string>& actual) {
  const std::vector<std::string> wanted = pieces(name, expected);
  const std::vector<std::string> found = pieces(name, actual);
  return std::equal(wanted.begin(), wanted.end(), found.begin(), found.end(), [&name](const auto& a, const auto& b) {
    return has_parameters(name) ? same_with_parameters(a, b) : a == b;
  });
}

// Header names have no case, so the rule's name is looked for without it.
Rules rules_of_header(const Rules& rules, const std::string& name) {
  Rules own;
  for (const Rule& rule : rules) {
    const auto& steps = rule.path.steps();
    const bool named = !steps.empty() && steps.front().kind == PathStep::Kind::field;
    if (!named || !http::equal_ignoring_case(steps.front().name, name)) continue;
    std::vector<PathStep> renamed = steps;
    renamed.front().name = name;
    own.push_back(rule);
    own.back().path = PathExpression(std::move(renamed));
  }
  return own;
}

// A rule speaks of the whole value, and where it does not hold there of each of several.
std::string problem_by_rules(const Rules& rules, const std::string& name, const std::vector<std::string>& expected,
                             const std::vector<std::string>& actual, Judgement& judgement, const Rule*& by) {
  const std::vector<PathPart> path = {{name, false}};
  const Selected whole = select(rules, path);
  if (whole) {
    judgement = judge(whole, {nullptr, joined(expected)}, {nullptr, joined(actual)});
    by = whole.rule;
    if (judgement.problem.empty()) return {};
  }
  std::vector<std::string> wanted = expected.size() > 1 ? expected : pieces(name, expected);
  std::vector<std::string> found = actual.size() > 1 ? actual : pieces(name, actual);
  if (found.empty() || wanted.empty() || (found.size() == 1 && whole)) return judgement.problem;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string index = std::to_string(i);
    const std::vector<PathPart> item = {{name, false}, {index, true}};
    const Selected selected = select(rules, item);
    judgement = judge(selected, {nullptr, wanted[i < wanted.size() ? i : 0]}, {nullptr, found[i]});
    by = selected.rule;
    if (!judgement.problem.empty()) return judgement.problem;
  }
  return {};
}

void compare_values(const std::string& name, const std::vector<std::string>& expected,
                    const std::vector<std::string>& actual, const Rules& rules, std::string_view part,
                    const std::string& where, const Location& location, Mismatches& mismatches) {
  const std::vector<PathPart> path = {{name, false}};
  const Selected list = select(rules, path);
  const bool counted = list && std::any_of(list.rule->matchers.begin(), list.rule->matchers.end(),
                                           [](const Matcher& one) { return one.min || one.max; });
  for (const Matcher& matcher : counted ? list.rule->matchers : std::vector<Matcher>{}) {
    if ((matcher.min && actual.size() < *matcher.min) || (matcher.max && actual.size() > *matcher.max))
      mismatches.add(part, where, matcher.name, "", "has " + std::to_string(actual.size()) + " values",
                     list.rule->location);
  }
  const bool each = list && (has(*list.rule, MatcherKind::values) || has(*list.rule, MatcherKind::each_value));
  if (!counted && !each && expected.size() != actual.size()) {
    mismatches.add(part, where, "equality", "",
                   "must have " + std::to_string(expected.size()) +
                       (expected.size() == 1 ? " value, has " : " values, has ") + std::to_string(actual.size()) +
                       ": " + joined(actual),
                   location);
    return;
  }
  if (expected.empty()) return;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const std::string index = std::to_string(i);
    const std::vector<PathPart> item = {{name, false}, {index, true}};
    const Selected selected = select(rules, item);
    Judgement judgement = judge(selected, {nullptr, expected[i < expected.size() ? i : 0]}, {nullptr, actual[i]});
    if (judgement.problem.empty()) continue;
    mismatches.add(part, where, std::move(judgement.keyword), actual.size() > 1 ? "/" + index : "",
                   std::move(judgement.problem), selected ? selected.rule->location : location);
  }
}

}  // namespace

void compare_fields(const Fields& expected, const Fields& actual, const Rules& rules, std::string_view part,
                    const Location& location, Mismatches& mismatches) {
  for (const auto& [name, values] : expected) {
    const std::string where = std::string(part) + "." + name;
    if (const auto* found = find_values(actual, name)) {
      compare_values(name, values, *found, rules, part, where, location, mismatches);
    } else {
      mismatches.add(part, where, "equality", "", "must be " + joined(values) + ", is absent", location);
    }
  }
  for (const auto& [name, values] : actual) {
    if (find_values(expected, name) == nullptr)
      mismatches.add(part, std::string(part) + "." + name, "equality", "", "must be absent, is " + joined(values),
                     location);
  }
}

void compare_headers(const Fields& expected, const http::Headers& actual, const Rules& rules, const Location& location,
                     Mismatches& mismatches) {
  for (const auto& [name, values] : expected) {
    const std::string where = "header." + name;
    const auto found = actual.all(name);
    if (found.empty()) {
      mismatches.add("header", where, "equality", "", "must be " + joined(values) + ", is absent", location);
      continue;
    }
    const std::vector<std::string> there(found.begin(), found.end());
    const Rules own = rules_of_header(rules, name);
    if (own.empty()) {
      if (!same_header(name, values, there))
        mismatches.add("header", where, "equality", "", "must be " + joined(values) + ", is " + joined(there),
                       location);
      continue;
    }
    Judgement judgement;
    const Rule* by = nullptr;
    const std::string problem = problem_by_rules(own, name, values, there, judgement, by);
    if (problem.empty()) continue;
    mismatches.add("header", where, judgement.keyword, "", problem, by != nullptr ? by->location : location);
  }
}

}  // namespace squall::contracts::pact
