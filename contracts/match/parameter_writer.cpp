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
// `allowReserved`, but for what would be read as something else in a query, and the comma that separates items.
std::string encoded_but_reserved(std::string_view text) {
  return http::percent_encode_allowing(text, ":/?@!$'()*;");
}
using Encode = std::string (*)(std::string_view);

// Characters that readers take for the separator even when they are percent-encoded.
std::string_view unclear_in(Style style) {
  if (style == Style::space_delimited) return " ";
  if (style == Style::pipe_delimited) return "|";
  return style == Style::tab_delimited ? "\t" : "";
}

std::string_view separator_of(Style style) {
  if (style == Style::space_delimited) return "%20";
  if (style == Style::pipe_delimited) return "|";
  return style == Style::tab_delimited ? "%09" : ",";
}

bool is_clear(const std::string& text, std::string_view separators) {
  return separators.empty() || text.find_first_of(separators) == std::string::npos;
}

// The texts of a flat array or object; nullopt for empty or nested ones, for null inside, and for texts that could not
// be told apart from what separates them.
std::optional<std::vector<std::string>> item_texts(const Value& value, Encode encode,
                                                   std::string_view separators = {}) {
  if (value.items().empty()) return std::nullopt;
  std::vector<std::string> texts;
  for (const Value& item : value.items()) {
    const std::string text = scalar_text(item);
    if (item.is_array() || item.is_object() || item.is_null() || !is_clear(text, separators)) return std::nullopt;
    texts.push_back(encode(text));
  }
  return texts;
}

std::optional<Pairs> member_texts(const Value& value, Encode encode, std::string_view separators) {
  if (value.members().empty()) return std::nullopt;
  Pairs pairs;
  for (const auto& [name, member] : value.members()) {
    const std::string text = scalar_text(member);
    if (member.is_array() || member.is_object() || member.is_null()) return std::nullopt;
    if (!is_clear(text, separators) || !is_clear(name, separators)) return std::nullopt;
    pairs.emplace_back(encode(name), encode(text));
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
std::optional<std::string> expand(const Value& value, bool explode, std::string_view exploded, Encode encode,
                                  std::string_view separator = ",", std::string_view unclear = {}) {
  if (value.is_null()) return std::nullopt;
  if (value.is_array()) {
    const auto texts = item_texts(value, encode, unclear);
    if (!texts) return std::nullopt;
    return join(*texts, explode ? exploded : separator);
  }
  if (value.is_object()) {
    const auto pairs = member_texts(value, encode, unclear);
    if (!pairs) return std::nullopt;
    return explode ? join(*pairs, "=", exploded) : join(*pairs, separator, separator);
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

std::optional<Pairs> exploded_members(const Value& value, Encode encode) {
  if (value.members().empty()) return std::nullopt;
  Pairs pairs;
  for (const auto& [name, member] : value.members()) {
    if (member.is_object() || member.is_null()) return std::nullopt;
    const auto texts =
        member.is_array() ? item_texts(member, encode) : std::vector<std::string>{encode(scalar_text(member))};
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
    text = expand(value, parameter.explode, ".", encoded, ",", parameter.explode ? "." : "");
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
  const Encode encode = parameter.allow_reserved ? encoded_but_reserved : encoded;
  if (parameter.explode && value.is_object()) return exploded_members(value, encode);
  if (parameter.explode && value.is_array()) {
    const auto texts = item_texts(value, encode);
    if (!texts) return std::nullopt;
    Pairs pairs;
    for (const std::string& text : *texts) pairs.emplace_back(name, text);
    return pairs;
  }
  const auto text = expand(value, false, ",", encode, separator_of(parameter.style), unclear_in(parameter.style));
  if (!text) return std::nullopt;
  return Pairs{{name, *text}};
}

std::optional<std::string> write_header(bool explode, const openapi::MediaTypeObject* content, const Value& value) {
  auto text = content != nullptr ? content_text(*content, value) : expand(value, explode, ",", same, ",", ",= \t");
  if (!text || !fits_header(*text)) return std::nullopt;
  return text;
}

}  // namespace squall::contracts::match
