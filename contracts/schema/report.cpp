#include "contracts/schema/report.h"

#include "contracts/core/document.h"
#include "contracts/core/utf8.h"

namespace squall::contracts::schema {
namespace {

std::string plural(std::uint64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string type_names(std::uint8_t bits) {
  std::vector<std::string> names;
  for (const Kind kind : {Kind::string, Kind::number, Kind::boolean, Kind::array, Kind::object, Kind::null}) {
    if ((bits & kind_bit(kind)) != 0) names.emplace_back(to_string(kind));
    if (kind == Kind::string && (bits & (kIntegerBit | kStrictIntegerBit)) != 0) names.emplace_back("integer");
  }
  if (names.empty()) return "of no type";
  std::string text = names[0];
  for (std::size_t i = 1; i < names.size(); ++i) text += (i + 1 == names.size() ? " or " : ", ") + names[i];
  return text;
}

std::string choices(const Node& list) {
  if (!list.is_array()) return shown(list);
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i == 8) return text + ", ... (" + std::to_string(list.size()) + " values)";
    text += (i == 0 ? "" : ", ") + shown(*list.at(i));
  }
  return text;
}

std::string limited(std::string_view relation, const Instruction& assertion, std::string_view one,
                    std::string_view many, std::uint64_t found) {
  return "must have " + std::string(relation) + " " + plural(assertion.count, one, many) + ", has " +
         std::to_string(found);
}

}  // namespace

std::string to_pointer(const std::vector<Token>& tokens) {
  std::string pointer;
  for (const Token& token : tokens) {
    if (const auto* key = std::get_if<std::string_view>(&token)) {
      pointer = pointer_child(pointer, *key);
    } else {
      pointer = pointer_child(pointer, std::get<std::size_t>(token));
    }
  }
  return pointer;
}

void Report::add(const Block& block, std::string_view keyword, const Node* value, std::string message) {
  if (full()) return;
  SchemaViolation violation;
  violation.keyword = keyword;
  violation.instance_pointer = to_pointer(instance);
  violation.schema_pointer = to_pointer(schema);
  if (keyword != "false schema") violation.schema_pointer = pointer_child(violation.schema_pointer, keyword);
  violation.message = std::move(message);
  violation.schema = block.resource->document->locate(value != nullptr ? *value : *block.schema);
  violations.push_back(std::move(violation));
}

std::string shown(const Node& value) {
  constexpr std::size_t kMost = 60;
  if (value.is_object() && value.size() > 8) return "an object of " + std::to_string(value.size()) + " members";
  if (value.is_array() && value.size() > 20) return "an array of " + std::to_string(value.size()) + " elements";
  std::string text = to_json(value);
  if (text.size() <= kMost) return text;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

std::string ordinal(std::size_t index) {
  const std::size_t n = index + 1;
  const std::size_t tens = n % 100;
  const std::string_view suffix = tens >= 11 && tens <= 13 ? "th"
                                  : n % 10 == 1            ? "st"
                                  : n % 10 == 2            ? "nd"
                                  : n % 10 == 3            ? "rd"
                                                           : "th";
  return std::to_string(n) + std::string(suffix);
}

std::string describe(const Instruction& assertion, const Node& instance) {
  const Node& value = *assertion.value;
  switch (assertion.op) {
    case Op::never:
      return "nothing is allowed here";
    case Op::type:
      return "must be " + type_names(assertion.types) + ", is " + std::string(to_string(instance.kind())) +
             (instance.is_object() || instance.is_array() || instance.is_null() ? "" : " " + shown(instance));
    case Op::enumeration:
      return (assertion.keyword == "const" ? "must be " : "must be one of ") + choices(value) + ", is " +
             shown(instance);
    case Op::minimum:
      return "must be >= " + shown(value) + ", is " + shown(instance);
    case Op::maximum:
      return "must be <= " + shown(value) + ", is " + shown(instance);
    case Op::exclusive_minimum:
      return "must be > " + shown(value) + ", is " + shown(instance);
    case Op::exclusive_maximum:
      return "must be < " + shown(value) + ", is " + shown(instance);
    case Op::multiple_of:
      return "must be a multiple of " + shown(value) + ", is " + shown(instance);
    case Op::min_length:
      return limited("at least", assertion, "character", "characters", utf8_length(instance.text()));
    case Op::max_length:
      return limited("at most", assertion, "character", "characters", utf8_length(instance.text()));
    case Op::min_items:
      return limited("at least", assertion, "element", "elements", instance.size());
    case Op::max_items:
      return limited("at most", assertion, "element", "elements", instance.size());
    case Op::min_properties:
      return limited("at least", assertion, "property", "properties", instance.size());
    case Op::max_properties:
      return limited("at most", assertion, "property", "properties", instance.size());
    case Op::pattern:
      return "must match pattern " + std::string(value.text()) + ", is " + shown(instance);
    case Op::format:
      return "must be " + std::string(assertion.format->expected) + ", is " + shown(instance);
    default:
      return "does not hold for " + shown(instance);
  }
}

}  // namespace squall::contracts::schema
