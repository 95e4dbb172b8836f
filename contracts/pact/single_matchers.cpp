#include "contracts/pact/single_matchers.h"

#include <algorithm>
#include <charconv>

#include "contracts/core/ascii.h"
#include "contracts/core/number.h"
#include "contracts/core/value.h"
#include "contracts/pact/content.h"
#include "contracts/pact/date_format.h"
#include "contracts/pact/status_class.h"
#include "contracts/schema/pattern.h"

namespace squall::contracts::pact {

std::string text_of(const Operand& operand) {
  if (operand.node == nullptr) return std::string(operand.text);
  if (operand.node->is_string() || operand.node->is_number()) return std::string(operand.node->text());
  return to_json(*operand.node);
}

std::string shown(const Operand& operand) {
  constexpr std::size_t kLongest = 80;
  std::string text = operand.node != nullptr ? to_json(*operand.node) : to_json(Value(operand.text));
  if (text.size() <= kLongest) return text;
  std::size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "...";
}

namespace single {
namespace {

std::string must(const std::string& what, const Operand& actual) {
  return "must " + what + ", is " + shown(actual);
}

// The digits of a number: of a JSON number, or of text that comes from where there is nothing but text.
std::string_view lexeme(const Operand& operand) {
  if (operand.node != nullptr) return operand.node->is_number() ? operand.node->text() : std::string_view{};
  return is_json_number(operand.text) ? operand.text : std::string_view{};
}

}  // namespace

std::string equality(const Matcher& /*matcher*/, const Operand& expected, const Operand& actual) {
  const bool nodes = expected.node != nullptr && actual.node != nullptr;
  if (nodes ? equal(*expected.node, *actual.node) : text_of(expected) == text_of(actual)) return {};
  return must("be " + shown(expected), actual);
}

std::string regex(const Matcher& matcher, const Operand& /*expected*/, const Operand& actual) {
  const schema::Match match = matcher.pattern->search(text_of(actual));
  if (match == schema::Match::yes) return {};
  return must("match " + matcher.text, actual) +
         (match == schema::Match::undecided ? ", of which it takes too long to tell" : "");
}

std::string type(const Matcher& /*matcher*/, const Operand& expected, const Operand& actual) {
  if (expected.kind() == actual.kind()) return {};
  return must("be of the type " + std::string(to_string(expected.kind())) + ", as " + shown(expected) + " is", actual);
}

std::string values(const Matcher& matcher, const Operand& expected, const Operand& actual) {
  const bool container = expected.kind() == Kind::object || expected.kind() == Kind::array;
  return container && expected.kind() == actual.kind() ? std::string{} : equality(matcher, expected, actual);
}

std::string include(const Matcher& matcher, const Operand& /*expected*/, const Operand& actual) {
  if (text_of(actual).find(matcher.text) != std::string::npos) return {};
  return must("contain " + to_json(Value(matcher.text)), actual);
}

std::string integer(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  const std::string_view digits = lexeme(actual);
  if (!digits.empty() && digits.find('.') == std::string_view::npos && is_integer(digits)) return {};
  return must("be an integer", actual);
}

std::string decimal(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  const std::string_view digits = lexeme(actual);
  if (!digits.empty() && (digits.find('.') != std::string_view::npos || !is_integer(digits))) return {};
  return must("be a decimal number", actual);
}

std::string number(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  return lexeme(actual).empty() ? must("be a number", actual) : std::string{};
}

std::string boolean(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  if (actual.kind() == Kind::boolean) return {};
  if (actual.kind() == Kind::string) {
    const std::string text = text_of(actual);
    if (text == "true" || text == "false") return {};
  }
  return must("be true or false", actual);
}

std::string null_value(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  if (actual.node != nullptr ? actual.node->is_null() : actual.text.empty()) return {};
  return must("be null", actual);
}

std::string date_time(const Matcher& matcher, const Operand& /*expected*/, const Operand& actual) {
  if (DateFormat(matcher.text).fits(text_of(actual))) return {};
  return must("be written as " + matcher.text, actual);
}

std::string content_type(const Matcher& matcher, const Operand& /*expected*/, const Operand& actual) {
  const std::string found = shown_type(text_of(actual));
  if (found.empty() || may_be(found, matcher.text)) return {};
  return "must be " + matcher.text + ", begins as " + found + " does";
}

std::string status_code(const Matcher& matcher, const Operand& /*expected*/, const Operand& actual) {
  const std::string text = text_of(actual);
  int status = 0;
  std::from_chars(text.data(), text.data() + text.size(), status);
  if (!matcher.text.empty()) {
    const StatusClass* wanted = find_status_class(matcher.text);
    if (wanted != nullptr && status >= wanted->first && status <= wanted->last) return {};
    return "must be a status of the class " + matcher.text + ", is " + text;
  }
  if (std::find(matcher.statuses.begin(), matcher.statuses.end(), status) != matcher.statuses.end()) return {};
  std::string all;
  for (const int one : matcher.statuses) all += (all.empty() ? "" : ", ") + std::to_string(one);
  return "must be one of " + all + ", is " + text;
}

std::string not_empty(const Matcher& /*matcher*/, const Operand& expected, const Operand& actual) {
  const bool empty = actual.node == nullptr
                         ? actual.text.empty()
                         : (actual.node->is_null() || (!actual.node->is_boolean() && actual.node->size() == 0));
  if (empty) return must("not be empty", actual);
  return expected.kind() == actual.kind() ? std::string{} : type({}, expected, actual);
}

namespace {

bool is_identifier(std::string_view text, bool numbers_without_zeros) {
  const bool good =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
  const bool digits = std::all_of(text.begin(), text.end(), is_digit);
  return good && !(numbers_without_zeros && digits && text.size() > 1 && text.front() == '0');
}

bool are_identifiers(std::string_view text, bool numbers_without_zeros) {
  for (;;) {
    const auto dot = text.find('.');
    if (!is_identifier(text.substr(0, dot), numbers_without_zeros)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_semver(std::string_view text) {
  const auto plus = text.find('+');
  if (plus != std::string_view::npos && !are_identifiers(text.substr(plus + 1), false)) return false;
  text = text.substr(0, plus);
  const auto dash = text.find('-');
  if (dash != std::string_view::npos && !are_identifiers(text.substr(dash + 1), true)) return false;
  text = text.substr(0, dash);
  return std::count(text.begin(), text.end(), '.') == 2 && are_identifiers(text, true) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == '.'; });
}

}  // namespace

std::string semver(const Matcher& /*matcher*/, const Operand& /*expected*/, const Operand& actual) {
  return is_semver(text_of(actual)) ? std::string{} : must("be a version as Semantic Versioning has it", actual);
}

}  // namespace single
}  // namespace squall::contracts::pact
