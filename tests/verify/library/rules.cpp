#include "tests/verify/library/rules.h"

#include <algorithm>
#include <cmath>

#include "tests/verify/library/bugs.h"

namespace library {

namespace {

void wrong(Found& found, const std::string& pointer, std::string message) {
  if (!found) found = Mistake{pointer, std::move(message)};
}

bool known(const std::vector<Member>& members, const std::string& name) {
  return std::any_of(members.begin(), members.end(), [&](const Member& member) { return member.name == name; });
}

}  // namespace

std::optional<std::int64_t> whole(const Json& value) {
  if (value.is_number_unsigned()) {
    if (value.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
    return value.get<std::int64_t>();
  }
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const double number = value.get<double>();
  if (std::trunc(number) != number || std::abs(number) >= 9.2e18) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::size_t code_points(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

Rule text(std::size_t at_least, std::size_t at_most) {
  return [=](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_string()) return wrong(found, pointer, "must be a text");
    const std::string& string = value.get_ref<const std::string&>();
    const std::size_t length = code_points(string);
    const std::size_t shortest = planted("shortest-title-in-bytes") ? string.size() : length;
    const std::size_t longest = planted("longest-name-in-bytes") ? string.size() : length;
    if (shortest < at_least || longest > at_most) {
      wrong(found, pointer, "must have " + std::to_string(at_least) + " to " + std::to_string(at_most) + " characters");
    }
  };
}

Rule shaped(Accepts accepts) {
  return [=](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_string() || !accepts(value.get_ref<const std::string&>())) {
      wrong(found, pointer, "does not have its form");
    }
  };
}

Rule integer(std::int64_t at_least, std::int64_t at_most, std::int64_t multiple_of) {
  return [=](const Json& value, const std::string& pointer, Found& found) {
    const auto number = whole(value);
    if (!number || *number < at_least || *number > at_most || *number % multiple_of != 0) {
      wrong(found, pointer, "must be an integer from " + std::to_string(at_least) + " to " + std::to_string(at_most));
    }
  };
}

Rule number(double at_least, double at_most) {
  return [=](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_number() || value.get<double>() < at_least || value.get<double>() > at_most) {
      wrong(found, pointer, "must be a number from " + std::to_string(at_least) + " to " + std::to_string(at_most));
    }
  };
}

Rule boolean() {
  return [](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_boolean()) wrong(found, pointer, "must be true or false");
  };
}

Rule choice(std::vector<std::string> choices) {
  return [choices = std::move(choices)](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_string() || std::find(choices.begin(), choices.end(), value.get<std::string>()) == choices.end()) {
      wrong(found, pointer, "is not one of its choices");
    }
  };
}

Rule array(ArrayOptions options, Rule item) {
  return [options, item = std::move(item)](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_array()) return wrong(found, pointer, "must be an array");
    if (value.size() < options.at_least || value.size() > options.at_most) {
      return wrong(found, pointer, "has too few or too many items");
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      item(value[i], pointer + "/" + std::to_string(i), found);
      if (options.unique && std::find(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(i), value[i]) !=
                                value.begin() + static_cast<std::ptrdiff_t>(i)) {
        wrong(found, pointer + "/" + std::to_string(i), "is there twice");
      }
    }
  };
}

Rule object(std::vector<Member> members, ObjectOptions options) {
  return [members = std::move(members), options](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_object()) return wrong(found, pointer, "must be an object");
    if (value.size() < options.at_least) return wrong(found, pointer, "must not be empty");
    for (const Member& member : members) {
      const auto there = value.find(member.name);
      if (there != value.end()) {
        member.rule(*there, pointer + "/" + member.name, found);
      } else if (member.required) {
        wrong(found, pointer + "/" + member.name, "is required");
      }
    }
    if (!options.closed) return;
    for (const auto& [name, unused] : value.items()) {
      if (!known(members, name)) return wrong(found, pointer + "/" + name, "is not known");
    }
  };
}

Rule nullable(Rule rule) {
  return [rule = std::move(rule)](const Json& value, const std::string& pointer, Found& found) {
    if (!value.is_null()) rule(value, pointer, found);
  };
}

Rule alternative(std::string by, std::vector<std::pair<std::string, Rule>> alternatives) {
  return [by = std::move(by), alternatives = std::move(alternatives)](const Json& value, const std::string& pointer,
                                                                      Found& found) {
    if (!value.is_object()) return wrong(found, pointer, "must be an object");
    const auto named = value.find(by);
    for (const auto& [name, rule] : alternatives) {
      if (named != value.end() && *named == name) return rule(value, pointer, found);
    }
    wrong(found, pointer + "/" + by, "is not one of its choices");
  };
}

}  // namespace library
