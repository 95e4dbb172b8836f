#include "tests/shop/lib/fields.h"

#include <algorithm>
#include <charconv>

namespace shop {

namespace {

bool lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool digit(char c) {
  return c >= '0' && c <= '9';
}
bool upper(char c) {
  return c >= 'A' && c <= 'Z';
}

template <typename Accepts>
bool all(std::string_view text, std::size_t min, std::size_t max, Accepts accepts) {
  return text.size() >= min && text.size() <= max && std::all_of(text.begin(), text.end(), accepts);
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

void keep(std::optional<Mistake>& mistake, std::string pointer, std::string message) {
  if (!mistake) mistake = Mistake{std::move(pointer), std::move(message)};
}

}  // namespace

bool is_sku(std::string_view text) {
  return all(text, 3, 8, lower);
}
bool is_key(std::string_view text) {
  return all(text, 8, 64, [](char c) { return lower(c) || upper(c) || digit(c) || c == '_' || c == '-'; });
}
bool is_method(std::string_view text) {
  return text.starts_with("tok_") && all(text.substr(4), 2, 16, lower);
}
bool is_customer(std::string_view text) {
  return text.starts_with("cus_") && all(text.substr(4), 1, 16, [](char c) { return lower(c) || digit(c); });
}
bool is_id(std::string_view text, std::string_view prefix) {
  return text.starts_with(prefix) && text.substr(prefix.size()).starts_with('-') &&
         all(text.substr(prefix.size() + 1), 4, 12, digit);
}

Fields::Fields(const Json& object, std::string pointer, std::optional<Mistake>& mistake)
    : object_(object), pointer_(std::move(pointer)), mistake_(mistake) {
  if (!object_.is_object()) keep(mistake_, pointer_, "must be an object");
}

const Json* Fields::find(const std::string& name, bool required) {
  if (mistake_) return nullptr;
  seen_.insert(name);
  const auto found = object_.find(name);
  if (found != object_.end()) return &*found;
  if (required) wrong(name, "is required");
  return nullptr;
}

void Fields::wrong(const std::string& name, std::string message) {
  keep(mistake_, pointer(name), std::move(message));
}

std::int64_t Fields::integer(const std::string& name, std::int64_t min, std::int64_t max) {
  const Json* value = find(name, true);
  if (value == nullptr) return min;
  const bool whole = value->is_number_integer();
  const bool fits = whole && (!value->is_number_unsigned() || value->get<std::uint64_t>() <= INT64_MAX);
  if (!fits || value->get<std::int64_t>() < min || value->get<std::int64_t>() > max) {
    wrong(name, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
    return min;
  }
  return value->get<std::int64_t>();
}

std::string Fields::text(const std::string& name, bool (*accepts)(std::string_view)) {
  const Json* value = find(name, true);
  if (value == nullptr) return {};
  if (!value->is_string() || !accepts(value->get_ref<const std::string&>())) {
    wrong(name, "does not match its pattern");
    return {};
  }
  return value->get<std::string>();
}

std::string Fields::choice(const std::string& name, std::initializer_list<std::string_view> choices) {
  const Json* value = find(name, true);
  if (value == nullptr) return {};
  if (!value->is_string() ||
      std::find(choices.begin(), choices.end(), value->get_ref<const std::string&>()) == choices.end()) {
    wrong(name, "is not one of its choices");
    return {};
  }
  return value->get<std::string>();
}

std::optional<std::string> Fields::optional_text(const std::string& name, std::size_t max_characters) {
  const Json* value = find(name, false);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string() || characters(value->get_ref<const std::string&>()) > max_characters) {
    wrong(name, "must be a text of at most " + std::to_string(max_characters) + " characters");
    return std::nullopt;
  }
  return value->get<std::string>();
}

bool Fields::optional_flag(const std::string& name) {
  const Json* value = find(name, false);
  if (value == nullptr) return false;
  if (!value->is_boolean()) wrong(name, "must be true or false");
  return value->is_boolean() && value->get<bool>();
}

const Json* Fields::array(const std::string& name, std::size_t min, std::size_t max) {
  const Json* value = find(name, true);
  if (value == nullptr) return nullptr;
  if (!value->is_array() || value->size() < min || value->size() > max) {
    wrong(name, "must be an array of " + std::to_string(min) + " to " + std::to_string(max));
    return nullptr;
  }
  return value;
}

void Fields::end() {
  if (mistake_) return;
  for (const auto& [name, value] : object_.items()) {
    if (!seen_.contains(name)) return wrong(name, "is not a known field");
  }
}

std::optional<std::string> query_text(const Request& request, const std::string& name,
                                      bool (*accepts)(std::string_view), std::optional<Mistake>& mistake) {
  const auto count = request.query.count(name);
  if (count == 0) return std::nullopt;
  const std::string& value = request.query.find(name)->second;
  if (count > 1 || !accepts(value)) {
    keep(mistake, "query." + name, "is given twice or not as declared");
    return std::nullopt;
  }
  return value;
}

std::int64_t query_integer(const Request& request, const std::string& name, std::int64_t fallback, std::int64_t min,
                           std::int64_t max, std::optional<Mistake>& mistake) {
  const auto text = query_text(
      request, name, [](std::string_view) { return true; }, mistake);
  if (!text) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc() || end != text->data() + text->size() || value < min || value > max) {
    keep(mistake, "query." + name, "must be an integer from " + std::to_string(min) + " to " + std::to_string(max));
    return fallback;
  }
  return value;
}

std::string idempotency_key(const Request& request, bool required, std::optional<Mistake>& mistake) {
  const std::string* key = find_header(request.headers, "Idempotency-Key");
  if (key == nullptr ? required : !is_key(*key)) {
    keep(mistake, "header.Idempotency-Key", "is missing or not as declared");
  }
  return key == nullptr ? std::string() : *key;
}

Response bad_request(const Mistake& mistake) {
  return problem(400, "Bad request", mistake.pointer + " " + mistake.message, mistake.pointer);
}

}  // namespace shop
