#pragma once
// ${...} in texts: found here, expanded by whoever knows the values. `$${` stands for a literal `${`.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/core/result.h"

namespace squall::harness {

struct Piece {
  bool reference = false;
  std::string text;  // literal text, or what stands between ${ and }
};

// Errors: an unclosed or empty reference.
contracts::Result<std::vector<Piece>> split_references(std::string_view text);

// Replaces every reference by what `value` gives for it ("env.TOKEN" -> its value).
contracts::Result<std::string> replace_references(
    std::string_view text, const std::function<contracts::Result<std::string>(const std::string&)>& value);

// "edges.orders-payments.url" as {edges, orders-payments, url}; "env.TOKEN" as {env, TOKEN, ""}.
struct Reference {
  std::string space;
  std::string name;
  std::string property;
};
Reference parse_reference(std::string_view text);

}  // namespace squall::harness
