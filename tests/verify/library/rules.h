#pragma once
// What the contract says of a request's values, written by hand: a rule looks at one value and keeps the first mistake.

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/shop/lib/json.h"

namespace library {

using Json = shop::Json;

struct Mistake {
  std::string pointer;
  std::string message;
};
using Found = std::optional<Mistake>;

// Adds nothing once `found` holds a mistake.
using Rule = std::function<void(const Json& value, const std::string& pointer, Found& found)>;

struct Member {
  std::string name;
  bool required = false;
  Rule rule;
};

struct ObjectOptions {
  bool closed = true;  // members that are not named are mistakes
  std::size_t at_least = 0;
};

struct ArrayOptions {
  std::size_t at_least = 0;
  std::size_t at_most = SIZE_MAX;
  bool unique = false;
};

using Accepts = bool (*)(std::string_view);

Rule text(std::size_t at_least, std::size_t at_most);  // in code points
Rule shaped(Accepts accepts);                          // a string of a pattern or format
Rule integer(std::int64_t at_least, std::int64_t at_most, std::int64_t multiple_of = 1);
Rule number(double at_least, double at_most);
Rule boolean();
Rule choice(std::vector<std::string> choices);
Rule array(ArrayOptions options, Rule item);
Rule object(std::vector<Member> members, ObjectOptions options = {});
Rule nullable(Rule rule);
// oneOf with a discriminator: the member `by` names the alternative.
Rule alternative(std::string by, std::vector<std::pair<std::string, Rule>> alternatives);

// Whole numbers may be written with a fraction of zero (JSON Schema 2020-12, section 6.1.1).
std::optional<std::int64_t> whole(const Json& value);
std::size_t code_points(std::string_view utf8);

}  // namespace library
