#include "contracts/match/parameter_writer.h"

#include "contracts/http/percent.h"
#include "contracts/match/deep_object.h"

namespace squall::contracts::match {
namespace {

using openapi::Parameter;
using openapi::Style;

std::string same(std::string_view text) {
  return std::string(text);
}
std::string encoded(std::string_view text) {
  return http::percent_encode(text);
}
using Encode = std::string (*)(std::string_view);

// The texts of a flat array or object; nullopt for empty or nested ones, and for null inside.
std::optional<std::vector<std::string>> item_texts(const Value& value, Encode encode) {
  if (value.items().empty()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : value.items()) {
    if (item.is_array() || item.is_object() || item.is_null()) return std::nullopt;
    texts.push_back(encode(scalar_text(item)));
  }
  return texts;
}

std::optional<Pairs> member_texts(const Value& value, Encode encode) {
  if (value.members().empty()) return std::nullopt;
  Pairs pairs;
  for (const auto& [name, member] : value.members()) {
    if (member.is_array() || member.is_object() || member.is_null()) return std::nullopt;
    pairs.emplace_back(encode(name), encode(scalar_text(member)));
  }
  return pairs;
}

std::string join(const std::vector<std::string>& texts, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < texts.size(); ++i) joined += (i == 0 ? "" : std::string(separator)) + texts[i];
  return joined;
}

std::string join(const Pairs& pairs, std::string_view between, std::string_view separator) {
  std::vector<std::string> texts;
  for (const auto& [name, text] : pairs) texts.push_back(name + std::string(between) + text);
  return join(texts, separator);
}

// RFC 6570 list and associative array expansion, without the operator's prefix.
std::optional<std::string> expand(const Value& value, bool explode, std::string_view exploded, Encode encode) {
  if (value.is_null()) return std::nullopt;
  if (value.is_array()) {
    const auto texts = item_texts(value, encode);
    if (!texts) return std::nullopt;
    return join(*texts, explode ? exploded : ",");
  }
  if (value.is_object()) {
    const auto pairs = member_texts(value, encode);
    if (!pairs) return std::nullopt;
    return explode ? join(*pairs, "=", exploded) : join(*pairs, ",", ",");
  }
  return encode(scalar_text(value));
}

std::optional<std::string> content_text(const openapi::MediaTypeObject& media, const Value& value) {
  if (http::is_json(media.type)) return to_json(value);
  if (value.is_array() || value.is_object() || value.is_null()) return std::nullopt;
  return scalar_text(value);
}

std::optional<std::string> write_matrix(const Parameter& parameter, const Value& value) {
  const std::string name = encoded(parameter.name);
  if (value.is_array() && parameter.explode) {
    const auto texts = item_texts(value, encoded);
    if (!texts) return std::nullopt;
    std::string text;
    for (const std::string& item : *texts) text += ";" + name + "=" + item;
    return text;
  }
  const bool spread = value.is_object() && parameter.explode;
  const auto text = expand(value, parameter.explode, ";", encoded);
  if (!text) return std::nullopt;
  return spread ? ";" + *text : ";" + name + "=" + *text;
}

std::optional<Pairs> exploded_members(const Value& value) {
  if (value.members().empty()) return std::nullopt;
  Pairs pairs;
  for (const auto& [name, member] : value.members()) {
    if (member.is_object() || member.is_null()) return std::nullopt;
    const auto texts =
        member.is_array() ? item_texts(member, encoded) : std::vector<std::string>{encoded(scalar_text(member))};
    if (!texts) return std::nullopt;
    for (const std::string& text : *texts) pairs.emplace_back(encoded(name), text);
  }
  return pairs;
}

bool fits_header(const std::string& text) {
  if (text.empty()) return true;
  if (text.front() == ' ' || text.back() == ' ') return false;
  for (const char c : text) {
    if (c < 0x20 || c == 0x7f) return false;  // also bytes beyond ASCII, which headers carry unreliably
  }
  return true;
}

}  // namespace

std::string scalar_text(const Value& value) {
  if (value.is_boolean()) return value.boolean() ? "true" : "false";
  return value.is_string() || value.is_number() ? value.text() : std::string{};
}

std::optional<std::string> write_path(const Parameter& parameter, const Value& value) {
  std::optional<std::string> text;
  if (parameter.content) {
    text = content_text(*parameter.content, value);
    if (text) text = encoded(*text);
  } else if (parameter.style == Style::matrix) {
    text = write_matrix(parameter, value);
  } else if (parameter.style == Style::label) {
    text = expand(value, parameter.explode, ".", encoded);
    if (text) text = "." + *text;
  } else {
    text = expand(value, parameter.explode, ",", encoded);
  }
  if (!text || text->empty() || *text == "." || *text == "..") return std::nullopt;  // would be another path
  return text;
}

std::optional<Pairs> write_query(const Parameter& parameter, const Value& value) {
  const std::string name = encoded(parameter.name);
  if (parameter.content) {
    const auto text = content_text(*parameter.content, value);
    if (!text) return std::nullopt;
    return Pairs{{name, encoded(*text)}};
  }
  if (parameter.style == Style::deep_object) return write_deep_object(parameter.name, value);
  if (parameter.explode && value.is_object()) return exploded_members(value);
  if (parameter.explode && value.is_array()) {
    const auto texts = item_texts(value, encoded);
    if (!texts) return std::nullopt;
    Pairs pairs;
    for (const std::string& text : *texts) pairs.emplace_back(name, text);
    return pairs;
  }
  std::optional<std::string> text;
  if (value.is_array() && parameter.style != Style::form) {
    const auto texts = item_texts(value, encoded);
    if (texts) text = join(*texts, parameter.style == Style::pipe_delimited ? "|" : "%20");
  } else {
    text = expand(value, false, ",", encoded);
  }
  if (!text) return std::nullopt;
  return Pairs{{name, *text}};
}

std::optional<std::string> write_header(bool explode, const openapi::MediaTypeObject* content, const Value& value) {
  auto text = content != nullptr ? content_text(*content, value) : expand(value, explode, ",", same);
  if (!text || !fits_header(*text)) return std::nullopt;
  return text;
}

}  // namespace squall::contracts::match
