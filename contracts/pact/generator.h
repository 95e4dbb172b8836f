#pragma once
// What takes the place of an example's value when a message is made of it (Pact specification v3 and v4, "Generators").

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "contracts/core/error.h"
#include "contracts/core/random.h"
#include "contracts/core/value.h"
#include "contracts/pact/date_format.h"
#include "contracts/pact/path_expression.h"

namespace squall::contracts::pact {

enum class GeneratorKind : std::uint8_t {
  random_int,
  random_decimal,
  random_hexadecimal,
  random_string,
  random_boolean,
  regex,
  uuid,
  date,
  time,
  date_time,
  provider_state,
  mock_server_url
};

struct Generator {
  GeneratorKind kind = GeneratorKind::random_int;
  PathExpression path;  // in its part; the root for the path and the status
  std::int64_t min = 0, max = 2147483647;
  std::size_t size = 10;   // digits or characters
  std::string text;        // a regex, a format, an example URL, ${...}
  std::string expression;  // of dates and times: "+1 day"
  std::string data_type;   // of provider_state: "INTEGER"
  Location location;
};

struct GeneratorType {
  std::string_view name;
  GeneratorKind kind;
};
std::span<const GeneratorType> generator_types();

// What values are made from. The same makes the same values.
struct GeneratorInput {
  Random random;
  Moment now;
  Value state_values = Object{};  // what the provider's states brought: ${id}
  std::string server_url = {};    // of the one that answers, without a slash at its end
};

// nullopt: there is nothing to make it of (a state's value that was not given): the example stays.
std::optional<Value> generate(const Generator& generator, const Value& example, GeneratorInput& input);

}  // namespace squall::contracts::pact
