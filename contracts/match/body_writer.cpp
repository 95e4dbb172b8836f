#include "contracts/match/body_writer.h"

#include "contracts/core/random.h"
#include "contracts/http/percent.h"
#include "contracts/match/deep_object.h"
#include "contracts/match/multipart.h"
#include "contracts/match/parameter_writer.h"

namespace squall::contracts::match {
namespace {

bool is_scalar(const Value& value) {
  return !value.is_array() && !value.is_object();
}

std::string property_text(const Value& value) {
  return is_scalar(value) ? scalar_text(value) : to_json(value);
}

bool is_deep(const MediaTypeObject& media, const std::string& property) {
  for (const openapi::Encoding& encoding : media.encoding) {
    if (encoding.property == property) return encoding.style == openapi::Style::deep_object;
  }
  return false;
}

bool is_joined(const MediaTypeObject& media, const std::string& property) {
  for (const openapi::Encoding& encoding : media.encoding) {
    if (encoding.property == property) return encoding.explode == false;
  }
  return false;
}

std::optional<std::string> write_form(const MediaTypeObject& media, const Value& value) {
  std::string body;
  const auto add = [&body](const std::string& name, const std::string& text) {
    body += (body.empty() ? "" : "&") + name + "=" + text;
  };
  for (const auto& [name, member] : value.members()) {
    const std::string key = http::percent_encode(name);
    if (is_deep(media, name)) {
      const auto pairs = write_deep_object(name, member);
      if (!pairs) return std::nullopt;
      for (const auto& [pair_name, text] : *pairs) add(pair_name, text);
    } else if (member.is_array()) {
      if (member.items().empty()) return std::nullopt;
      std::string joined;
      for (const Value& item : member.items()) {
        const std::string text = http::percent_encode(property_text(item));
        if (is_joined(media, name)) {
          joined += (joined.empty() ? "" : ",") + text;
        } else {
          add(key, text);
        }
      }
      if (!joined.empty()) add(key, joined);
    } else {
      add(key, http::percent_encode(property_text(member)));
    }
  }
  return body;
}

std::string content_type_of(const MediaTypeObject& media, const std::string& property, const Value& value) {
  for (const openapi::Encoding& encoding : media.encoding) {
    if (encoding.property == property && !encoding.content_type.empty()) {
      return encoding.content_type.substr(0, encoding.content_type.find(','));
    }
  }
  return value.is_object() ? "application/json" : "";
}

std::vector<Part> parts_of(const MediaTypeObject& media, const Value& value) {
  std::vector<Part> parts;
  for (const auto& [name, member] : value.members()) {
    const auto add = [&parts, &media, &key = name](const Value& item) {
      parts.push_back(Part{key, "", content_type_of(media, key, item), property_text(item)});
    };
    if (member.is_array()) {
      for (const Value& item : member.items()) add(item);
    } else {
      add(member);
    }
  }
  return parts;
}

}  // namespace

std::optional<WrittenBody> write_body(const MediaTypeObject& media, const Value& value) {
  const std::string name = concrete_name(media);
  const auto type = http::parse_media_type(name);
  if (!type) return std::nullopt;
  if (http::is_json(*type)) return WrittenBody{name, to_json(value)};
  if (is_form(*type)) {
    if (!value.is_object()) return std::nullopt;
    auto text = write_form(media, value);
    if (!text) return std::nullopt;
    return WrittenBody{name, std::move(*text)};
  }
  if (is_multipart(*type)) {
    if (!value.is_object()) return std::nullopt;
    const auto parts = parts_of(media, value);
    std::string all;
    for (const Part& part : parts) all += part.body;
    const std::string boundary = "squall-" + std::to_string(stable_hash(all));
    return WrittenBody{"multipart/form-data; boundary=" + boundary, write_multipart(parts, boundary)};
  }
  if (type->subtype == "event-stream") return WrittenBody{name, "data: " + property_text(value) + "\n\n"};

  return WrittenBody{name, property_text(value)};
}

}  // namespace squall::contracts::match
