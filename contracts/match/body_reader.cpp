#include "contracts/match/body_reader.h"

#include <map>

#include "contracts/match/deep_object.h"
#include "contracts/match/multipart.h"
#include "contracts/match/wire_text.h"

namespace squall::contracts::match {
namespace {

const openapi::Encoding* encoding_of(const MediaTypeObject& media, const std::string& property) {
  for (const openapi::Encoding& encoding : media.encoding) {
    if (encoding.property == property) return &encoding;
  }
  return nullptr;
}

// A property that is an object, or a list of them, travels as JSON (OAS 3.0.4, section 4.7.15.1).
Value complex_or_scalar(std::string text, const WireShape* shape) {
  if (wants_object(shape) || wants_array(shape)) {
    auto parsed = Document::parse_json(text);
    if (parsed) return Value(parsed->root());
  }
  return scalar(std::move(text), shape);
}

Value property_value(const std::vector<std::string>& texts, const WireShape* shape) {
  if (!wants_array(shape)) return complex_or_scalar(texts.front(), shape);
  if (wants_object(shape->items.get()) || wants_array(shape->items.get())) {
    Array list;
    for (const std::string& text : texts) list.push_back(complex_or_scalar(text, shape->items.get()));
    return Value(std::move(list));
  }
  return array(texts, shape);
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
  const WireShape* shape = media.wire.get();
  for (const openapi::Encoding& encoding : media.encoding) {
    if (encoding.style != openapi::Style::deep_object) continue;
    const WireShape* property = shape != nullptr ? shape->property(encoding.property) : nullptr;
    if (auto value = read_deep_object(encoding.property, pairs, property))
      result.set(encoding.property, std::move(*value));
  }
  for (const std::string& name : order) {
    const auto bracket = name.find('[');
    if (bracket != std::string::npos && result.find(name.substr(0, bracket)) != nullptr) continue;
    const WireShape* property = shape != nullptr ? shape->property(name) : nullptr;
    auto raws = texts[name];
    const openapi::Encoding* encoding = encoding_of(media, name);
    const bool joined = encoding != nullptr && encoding->explode == false && wants_array(property) && raws.size() == 1;
    if (joined) raws = split(raws.front(), ',');
    for (std::string& raw : raws) raw = decode_query(raw);
    result.set(name, property_value(raws, property));
  }
  return result;
}

std::string boundary_of(const http::MediaType& type) {
  for (const auto& [name, value] : type.parameters) {
    if (name == "boundary") return value;
  }
  return {};
}

std::optional<Value> read_parts(const std::string& body, const http::MediaType& type, const MediaTypeObject& media) {
  const auto parts = read_multipart(body, boundary_of(type));
  if (!parts) return std::nullopt;
  Value result{Object{}};
  std::map<std::string, std::vector<std::string>> texts;
  for (const Part& part : *parts) texts[part.name].push_back(part.body);
  for (const Part& part : *parts) {
    const WireShape* property = media.wire != nullptr ? media.wire->property(part.name) : nullptr;
    if (result.find(part.name) == nullptr) result.set(part.name, property_value(texts[part.name], property));
  }
  return result;
}

}  // namespace

BodyReading read_body(const std::string& body, const http::MediaType& type, const MediaTypeObject& media) {
  if (http::is_json(type)) {
    auto parsed = Document::parse_json(body);
    if (!parsed) return BodyReading{std::nullopt, "not JSON: " + to_string(parsed.error())};
    return BodyReading{std::move(*parsed), {}};
  }
  if (is_form(type)) return BodyReading{Document::of(read_form(body, media)), {}};
  if (is_multipart(type)) {
    const auto parts = read_parts(body, type, media);
    if (!parts) return BodyReading{std::nullopt, "not multipart/form-data with the boundary that Content-Type names"};
    return BodyReading{Document::of(*parts), {}};
  }
  const bool textual = is_text(type) || (media.wire != nullptr && media.wire->only(Kind::string));
  const bool structured = type.subtype == "event-stream" || type.subtype == "xml" ||
                          (type.subtype.size() > 4 && type.subtype.substr(type.subtype.size() - 4) == "+xml");
  // Text cannot be an object: what a schema says of one is about a model behind the page.
  const bool modelled = wants_object(media.wire.get()) || wants_array(media.wire.get());
  if (textual && !structured && !modelled) {
    return BodyReading{Document::of(scalar(body, media.wire.get())), {}};
  }
  return BodyReading{};
}

}  // namespace squall::contracts::match
