#include "harness/system/fields.h"

#include "contracts/core/units.h"
#include "harness/system/notation.h"

namespace squall::harness {

namespace {

bool is_scalar(const contracts::Node& node) {
  return node.is_string() || node.is_number() || node.is_boolean();
}

}  // namespace

std::string Fields::text(std::string_view key) const {
  const contracts::Node* node = find(key);
  return node == nullptr ? "" : source_.text(*node);
}

std::string Fields::late_text(std::string_view key) const {
  const contracts::Node* node = find(key);
  return node == nullptr ? "" : source_.late_text(*node);
}

std::optional<Duration> Fields::duration(std::string_view key) const {
  const auto parsed = contracts::parse_duration(text(key));
  return parsed ? std::optional<Duration>(*parsed) : std::nullopt;
}

std::optional<std::uint64_t> Fields::integer(std::string_view key) const {
  const contracts::Node* node = find(key);
  if (node == nullptr || !is_scalar(*node)) return std::nullopt;
  return integer_of(source_.text(*node));
}

std::optional<double> Fields::share(std::string_view key) const {
  const auto parsed = contracts::parse_share(text(key));
  return parsed ? std::optional<double>(*parsed) : std::nullopt;
}

std::optional<double> Fields::rate(std::string_view key) const {
  const auto parsed = contracts::parse_rate(text(key));
  return parsed ? std::optional<double>(*parsed) : std::nullopt;
}

std::optional<bool> Fields::boolean(std::string_view key) const {
  const std::string found = text(key);
  if (found != "true" && found != "false") return std::nullopt;
  return found == "true";
}

std::optional<Comparison> Fields::comparison(std::string_view key) const {
  return comparison_of(text(key));
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> result;
  const contracts::Node* node = find(key);
  if (node == nullptr) return result;
  for (const contracts::Node& item : node->items()) result.push_back(source_.text(item));
  return result;
}

std::vector<std::string> Fields::late_texts(std::string_view key) const {
  std::vector<std::string> result;
  const contracts::Node* node = find(key);
  if (node == nullptr) return result;
  for (const contracts::Node& item : node->items()) result.push_back(source_.late_text(item));
  return result;
}

contracts::http::Headers Fields::headers(std::string_view key) const {
  contracts::http::Headers headers;
  const contracts::Node* node = find(key);
  if (node == nullptr) return headers;
  for (const contracts::Member& member : node->members()) {
    headers.add(std::string(member.key), source_.text(member.value));
  }
  return headers;
}

}  // namespace squall::harness
