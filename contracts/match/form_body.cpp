#include "contracts/match/form_body.h"

#include <algorithm>
#include <map>

#include "contracts/core/document.h"
#include "contracts/http/percent.h"
#include "contracts/match/deep_object.h"
#include "contracts/match/nested_list.h"
#include "contracts/match/open_values.h"
#include "contracts/match/parameter_writer.h"

namespace squall::contracts::match {
namespace {

using openapi::Encoding;
using openapi::Style;

bool is_json_encoding(const Encoding* encoding) {
  if (encoding == nullptr) return false;
  const auto type = http::parse_media_type(encoding->content_type);
  return type && http::is_json(*type);
}

// How a list's items stand in one text: at which character; '\0' when each has a pair of its own.
char separator_of(const Encoding* encoding) {
  if (encoding == nullptr) return '\0';
  const Style style = encoding->style.value_or(Style::form);
  if (style == Style::deep_object || encoding->explode.value_or(style == Style::form)) return '\0';
  if (style == Style::space_delimited) return ' ';
  return style == Style::pipe_delimited ? '|' : ',';
}

const Node* property_schema(const MediaTypeObject& media, const std::string& name) {
  const Node* properties = media.schema ? media.schema->node().find("properties") : nullptr;
  return properties != nullptr ? properties->find(name) : nullptr;
}

std::vector<std::string> decoded(std::vector<std::string> raws) {
  for (std::string& raw : raws) raw = decode_query(raw);
  return raws;
}

// The whole value of a property, from all pairs of its name.
Value read_property(std::vector<std::string> raws, const Encoding* encoding, const WireShape* shape) {
  if (is_json_encoding(encoding)) {
    Array values;
    std::vector<std::string> texts = decoded(std::move(raws));
    for (std::string& text : texts) {
      auto parsed = Document::parse_json(text);
      values.push_back(parsed ? Value(parsed->root()) : Value(std::move(text)));
    }
    return values.size() == 1 ? std::move(values.front()) : Value(std::move(values));
  }
  const char separator = separator_of(encoding);
  if (separator != '\0' && wants_array(shape) && raws.size() == 1) raws = split_at(raws.front(), separator);
  return property_value(decoded(std::move(raws)), shape);
}

// What else the text of a property may stand for.
void add_open(OpenValues& open, const std::string& name, const Value& value, const std::vector<std::string>& raws,
              const Encoding* encoding, const WireShape* shape) {
  if (is_json_encoding(encoding)) return;
  const std::string pointer = pointer_child("", name);
  const char separator = separator_of(encoding);
  if (separator != '\0' && may_be_array(shape) && !wants_array(shape) && raws.size() == 1)
    open.offer(pointer, array(decoded(split_at(raws.front(), separator)), shape));
  open.add_property(name, value, shape);
}

std::string encoded(const Encoding* encoding, const std::string& text) {
  // '&', '=' and '+' would be read as something else even where reserved characters are allowed.
  return encoding != nullptr && encoding->allow_reserved ? http::percent_encode_allowing(text, ":/?#[]@!$'()*,;")
                                                         : http::percent_encode(text);
}

class Writer {
 public:
  bool add(const std::string& name, const Value& member, const Encoding* encoding) {
    const std::string key = http::percent_encode(name);
    if (is_json_encoding(encoding)) return pair(key, http::percent_encode(to_json(member)));
    if (encoding != nullptr && encoding->style == Style::deep_object) {
      const auto pairs = write_deep_object(name, member);
      if (!pairs) return false;
      for (const auto& [deep, text] : *pairs) pair(deep, text);
      return true;
    }
    if (!member.is_array()) return pair(key, encoded(encoding, property_text(member)));
    return !member.items().empty() && list(key, member.items(), encoding);
  }

  std::string take() { return std::move(body_); }

 private:
  bool pair(const std::string& name, const std::string& text) {
    body_ += (body_.empty() ? "" : "&") + name + "=" + text;
    return true;
  }

  bool list(const std::string& key, const Array& items, const Encoding* encoding) {
    const char separator = separator_of(encoding);
    std::string joined;
    for (std::size_t i = 0; i < items.size(); ++i) {
      const std::string plain = property_text(items[i]);
      if (separator == '\0') {
        pair(key, encoded(encoding, plain));
        continue;
      }
      if (separator != ',' && plain.find(separator) != std::string::npos) return false;  // could not be told apart
      joined += (i == 0 ? "" : separator == ',' ? "," : separator == ' ' ? "%20" : "%7C") + http::percent_encode(plain);
    }
    return separator == '\0' || pair(key, joined);
  }

  std::string body_;
};

}  // namespace

Value complex_or_scalar(std::string text, const WireShape* shape) {
  if (wants_object(shape) || wants_array(shape)) {
    auto parsed = Document::parse_json(text);
    if (parsed && (parsed->root().is_array() || parsed->root().is_object())) return Value(parsed->root());
  }
  return scalar(std::move(text), shape);
}

// Several texts are a list, whatever the shape says: a single value has one pair or part (RFC 6570, section 3.2.8).
Value property_value(const std::vector<std::string>& texts, const WireShape* shape) {
  if (texts.size() == 1 && !wants_array(shape)) return complex_or_scalar(texts.front(), shape);
  const WireShape* items = shape != nullptr ? shape->items.get() : nullptr;
  Array list;
  for (const std::string& text : texts) list.push_back(complex_or_scalar(text, items));
  return Value(std::move(list));
}

std::string property_text(const Value& value) {
  return value.is_array() || value.is_object() ? to_json(value) : scalar_text(value);
}

const Encoding* encoding_of(const MediaTypeObject& media, const std::string& property) {
  for (const Encoding& encoding : media.encoding) {
    if (encoding.property == property) return &encoding;
  }
  return nullptr;
}

void add_empty_lists(Value& object, const WireShape* shape) {
  if (shape == nullptr) return;
  for (const std::string& name : shape->required) {
    if (object.find(name) == nullptr && wants_array(shape->property(name))) object.set(name, Value(Array{}));
  }
}

Value read_form(const std::string& body, const MediaTypeObject& media) {
  const auto pairs = query_pairs(body);
  std::map<std::string, std::vector<std::string>> texts;
  std::vector<std::string> order;
  for (const QueryPair& pair : pairs) {
    auto& list = texts[pair.name];
    if (list.empty()) order.push_back(pair.name);
    list.push_back(pair.raw);
  }
  Value result{Object{}};
  OpenValues open;
  const WireShape* shape = media.wire.get();
  for (const Encoding& encoding : media.encoding) {
    if (encoding.style != Style::deep_object) continue;
    const WireShape* property = shape != nullptr ? shape->property(encoding.property) : nullptr;
    auto value = read_deep_object(encoding.property, pairs, property);
    if (!value) continue;
    open.add(pointer_child("", encoding.property), *value, property);
    result.set(encoding.property, std::move(*value));
  }
  for (const std::string& name : order) {
    const auto bracket = name.find('[');
    if (bracket != std::string::npos && result.find(name.substr(0, bracket)) != nullptr) continue;
    const WireShape* property = shape != nullptr ? shape->property(name) : nullptr;
    const Encoding* encoding = encoding_of(media, name);
    Value value = read_property(texts[name], encoding, property);
    split_nested(value, property, property_schema(media, name));
    add_open(open, name, value, texts[name], encoding, property);
    result.set(name, std::move(value));
  }
  add_empty_lists(result, shape);
  open.settle(result, media.schema);
  return result;
}

std::optional<std::string> write_form(const MediaTypeObject& media, const Value& value) {
  Writer writer;
  for (const auto& [name, member] : value.members()) {
    if (!writer.add(name, member, encoding_of(media, name))) return std::nullopt;
  }
  return writer.take();
}

}  // namespace squall::contracts::match
