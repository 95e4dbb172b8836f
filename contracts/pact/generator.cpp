#include "contracts/pact/generator.h"

#include <array>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/pact/date_expression.h"
#include "contracts/schema/pattern.h"
#include "contracts/schema/pattern_sample.h"

namespace squall::contracts::pact {
namespace {

constexpr std::array kTypes = {
    GeneratorType{"RandomInt", GeneratorKind::random_int},
    GeneratorType{"RandomDecimal", GeneratorKind::random_decimal},
    GeneratorType{"RandomHexadecimal", GeneratorKind::random_hexadecimal},
    GeneratorType{"RandomString", GeneratorKind::random_string},
    GeneratorType{"RandomBoolean", GeneratorKind::random_boolean},
    GeneratorType{"Regex", GeneratorKind::regex},
    GeneratorType{"Uuid", GeneratorKind::uuid},
    GeneratorType{"Date", GeneratorKind::date},
    GeneratorType{"Time", GeneratorKind::time},
    GeneratorType{"DateTime", GeneratorKind::date_time},
    GeneratorType{"ProviderState", GeneratorKind::provider_state},
    GeneratorType{"MockServerURL", GeneratorKind::mock_server_url},
};

std::string drawn(std::string_view alphabet, std::size_t size, Random& random) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) text += alphabet[random.below(alphabet.size())];
  return text;
}

constexpr std::string_view kHexadecimal = "0123456789abcdef";

Value decimal(std::size_t digits, Random& random) {
  if (digits < 2) return Lexeme{drawn("123456789", 1, random)};
  const std::size_t point = 1 + random.below(digits - 1);
  const std::string whole = drawn("123456789", 1, random) + drawn("0123456789", point - 1, random);
  return Lexeme{whole + "." + drawn("0123456789", digits - point - 1, random) + drawn("123456789", 1, random)};
}

std::string uuid(std::string_view format, Random& random) {
  std::string text = drawn(kHexadecimal, 32, random);
  text[12] = '4';  // RFC 9562, section 5.4
  text[16] = "89ab"[random.below(4)];
  if (format == "upper-case-hyphenated") {
    for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  if (format == "simple") return text;
  for (const std::size_t at : {20, 16, 12, 8}) text.insert(at, "-");
  return format == "URN" ? "urn:uuid:" + text : text;
}

std::optional<Value> along(const std::string& regex, Random& random) {
  const auto pattern = schema::Pattern::compile("\\A(?:" + regex + ")\\z");
  for (int attempt = 0; pattern && attempt < 20; ++attempt) {
    auto text = schema::sample_pattern(regex, random, 5);
    if (text && pattern->search(*text) == schema::Match::yes) return Value(std::move(*text));
  }
  return std::nullopt;
}

std::optional<Value> moment_text(const Generator& generator, std::string_view format, const Moment& now) {
  const auto moment = moved(now, generator.expression);
  if (!moment) return std::nullopt;
  const DateFormat pattern(generator.text.empty() ? format : std::string_view(generator.text));
  if (!pattern.unknown().empty()) return std::nullopt;
  return Value(pattern.write(*moment));
}

// ${name}, or \${name}: what is written in pacts of some libraries.
std::optional<std::string> expanded(const std::string& expression, const Value& values, const Value** only) {
  std::string text;
  std::size_t at = 0;
  while (at < expression.size()) {
    const auto open = expression.find("${", at);
    const auto close = open == std::string::npos ? std::string::npos : expression.find('}', open);
    if (close == std::string::npos) break;
    const Value* value = values.find(std::string_view(expression).substr(open + 2, close - open - 2));
    if (value == nullptr) return std::nullopt;
    const std::size_t begin = open > at && expression[open - 1] == '\\' ? open - 1 : open;
    if (begin == 0 && close + 1 == expression.size()) *only = value;
    text += expression.substr(at, begin - at) +
            (value->is_string() || value->is_number() ? value->text() : to_json(*value));
    at = close + 1;
  }
  return text + expression.substr(at);
}

Value typed(std::string text, const std::string& type) {
  const bool numeric = type == "INTEGER" || type == "DECIMAL" || type == "FLOAT" || type == "NUMBER";
  if (numeric && is_json_number(text)) return Lexeme{std::move(text)};
  if (type == "BOOLEAN" && (text == "true" || text == "false")) return text == "true";
  return text;
}

std::optional<Value> of_state(const Generator& generator, const Value& values) {
  if (generator.text.find("${") == std::string::npos) {  // a name by itself
    const Value* value = values.find(generator.text);
    return value != nullptr ? std::optional<Value>(*value) : std::nullopt;
  }
  const Value* only = nullptr;
  auto text = expanded(generator.text, values, &only);
  if (!text) return std::nullopt;
  if (only != nullptr && (generator.data_type.empty() || generator.data_type == "RAW")) return *only;
  return typed(std::move(*text), generator.data_type);
}

// The example, with this server's address in place of its own.
std::optional<Value> moved_url(const Generator& generator, const Value& example, const std::string& server) {
  const std::string& url = generator.text.empty() && example.is_string() ? example.text() : generator.text;
  const auto authority = url.find("://");
  if (server.empty() || authority == std::string::npos) return std::nullopt;
  const auto path = url.find('/', authority + 3);
  return Value(server + (path == std::string::npos ? "" : url.substr(path)));
}

}  // namespace

std::span<const GeneratorType> generator_types() {
  return kTypes;
}

std::optional<Value> generate(const Generator& generator, const Value& example, GeneratorInput& input) {
  switch (generator.kind) {
    case GeneratorKind::random_int:
      return Value(input.random.between(generator.min, generator.max));
    case GeneratorKind::random_decimal:
      return decimal(generator.size, input.random);
    case GeneratorKind::random_hexadecimal:
      return Value(drawn(kHexadecimal, generator.size, input.random));
    case GeneratorKind::random_string:
      return Value(
          drawn("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", generator.size, input.random));
    case GeneratorKind::random_boolean:
      return Value(input.random.below(2) == 1);
    case GeneratorKind::regex:
      return along(generator.text, input.random);
    case GeneratorKind::uuid:
      return Value(uuid(generator.text, input.random));
    case GeneratorKind::date:
      return moment_text(generator, kIsoDate, input.now);
    case GeneratorKind::time:
      return moment_text(generator, kIsoTime, input.now);
    case GeneratorKind::date_time:
      return moment_text(generator, kIsoDateTime, input.now);
    case GeneratorKind::provider_state:
      return of_state(generator, input.state_values);
    case GeneratorKind::mock_server_url:
      return moved_url(generator, example, input.server_url);
  }
  return std::nullopt;
}

}  // namespace squall::contracts::pact
