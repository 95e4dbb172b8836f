#include "contracts/match/multipart_body.h"

#include <algorithm>
#include <map>

#include "contracts/core/random.h"
#include "contracts/http/multipart.h"
#include "contracts/match/form_body.h"
#include "contracts/match/open_values.h"
#include "contracts/match/parameter_reader.h"
#include "contracts/match/parameter_writer.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {
namespace {

using openapi::Encoding;

std::string boundary_of(const http::MediaType& type) {
  for (const auto& [name, value] : type.parameters) {
    if (name == "boundary") return value;
  }
  return {};
}

bool is_among(const std::string& declared, const std::string& found) {
  const auto type = http::parse_media_type(found);
  for (const std::string& one : split(declared, ',')) {
    const auto range = http::parse_media_type(one);
    if (type && range && http::matches(*range, *type)) return true;
  }
  return false;
}

// A part's own headers tell its name and type, which other clauses judge (OAS 3.0.4, section 4.7.15.1.2).
bool is_judged_elsewhere(const openapi::HeaderObject& header) {
  return http::equal_ignoring_case(header.name, "Content-Type") ||
         http::equal_ignoring_case(header.name, "Content-Disposition");
}

std::string header_problem(const http::Part& part, const openapi::HeaderObject& header) {
  if (is_judged_elsewhere(header)) return {};
  const std::string* text = part.headers.find(header.name);
  if (text == nullptr)
    return header.required ? "part '" + part.name + "' lacks the required header '" + header.name + "'" : std::string();
  const std::string where = "header '" + header.name + "' of part '" + part.name + "': ";
  const Reading reading = read_header(*text, header);
  if (!reading.value) return where + reading.problem;
  const auto& schema = header.content ? header.content->schema : header.schema;
  if (!schema) return {};
  const auto violations = schema->validate(Document::of(*reading.value).root());
  return violations.empty() ? std::string() : where + violations.front().message;
}

std::string problem_of(const http::Part& part, const Encoding* encoding) {
  if (encoding == nullptr) return {};
  if (!encoding->content_type.empty() && !part.content_type.empty() &&
      !is_among(encoding->content_type, part.content_type)) {
    return "part '" + part.name + "' is " + part.content_type + ", expected " + encoding->content_type;
  }
  for (const openapi::HeaderObject& header : encoding->headers) {
    std::string problem = header_problem(part, header);
    if (!problem.empty()) return problem;
  }
  return {};
}

std::string content_type_of(const Encoding* encoding, const WireShape* shape, const Value& value) {
  if (encoding != nullptr && !encoding->content_type.empty()) {
    const std::string first = split(encoding->content_type, ',').front();
    const auto type = http::parse_media_type(first);
    MediaTypeObject declared;
    declared.name = first;
    declared.type = type.value_or(http::MediaType{});
    if (type) return concrete_name(declared);
  }
  if (shape != nullptr && shape->binary) return "application/octet-stream";
  return value.is_object() || value.is_array() ? "application/json" : "";
}

// What a required header of a part is sent as: its example, or the least that its schema allows.
void add_headers(const Encoding* encoding, http::Part& part) {
  if (encoding == nullptr) return;
  for (const openapi::HeaderObject& header : encoding->headers) {
    if (!header.required || is_judged_elsewhere(header)) continue;
    const MediaTypeObject* content = header.content ? &*header.content : nullptr;
    const auto& examples = content != nullptr ? content->examples : header.examples;
    const auto& schema = content != nullptr ? content->schema : header.schema;
    std::optional<Value> value;
    if (!examples.empty()) value = examples.front().value;
    if (!value && schema) value = schema::generate(*schema, Random(0, "multipart.header", header.name));
    const auto text = write_header(header.explode, content, value.value_or(Value("squall")));
    if (text) part.headers.add(header.name, *text);
  }
}

http::Part part_of(const std::string& name, const Encoding* encoding, const WireShape* shape, const Value& value) {
  http::Part part;
  part.name = name;
  part.content_type = content_type_of(encoding, shape, value);
  part.body = property_text(value);
  const auto type = http::parse_media_type(part.content_type);
  if (type && !http::is_json(*type) && !is_text(*type)) part.filename = "squall";  // servers take it for a file by this
  add_headers(encoding, part);
  return part;
}

}  // namespace

std::optional<Value> read_multipart_body(const std::string& body, const http::MediaType& type,
                                         const MediaTypeObject& media, std::string& problem) {
  const auto parts = http::read_multipart(body, boundary_of(type));
  if (!parts) {
    problem = "not multipart/form-data with the boundary that Content-Type names";
    return std::nullopt;
  }
  Value result{Object{}};
  std::map<std::string, std::vector<std::string>> texts;
  for (const http::Part& part : *parts) {
    texts[part.name].push_back(part.body);
    problem = problem_of(part, encoding_of(media, part.name));
    if (!problem.empty()) return std::nullopt;
  }
  OpenValues open;
  const WireShape* shape = media.wire.get();
  for (const http::Part& part : *parts) {
    if (result.find(part.name) != nullptr) continue;
    const WireShape* property = shape != nullptr ? shape->property(part.name) : nullptr;
    Value value = property_value(texts[part.name], property);
    open.add_property(part.name, value, property);
    result.set(part.name, std::move(value));
  }
  add_empty_lists(result, shape);
  open.settle(result, media.schema);
  return result;
}

std::optional<WrittenBody> write_multipart_body(const MediaTypeObject& media, const Value& value) {
  if (!value.is_object()) return std::nullopt;
  std::vector<http::Part> parts;
  for (const auto& [name, member] : value.members()) {
    const Encoding* encoding = encoding_of(media, name);
    const WireShape* shape = media.wire != nullptr ? media.wire->property(name) : nullptr;
    if (member.is_array() && may_be_array(shape)) {
      for (const Value& item : member.items()) parts.push_back(part_of(name, encoding, shape->items.get(), item));
    } else {
      parts.push_back(part_of(name, encoding, shape, member));
    }
  }
  std::string all;
  for (const http::Part& part : parts) all += part.body;
  const std::string boundary = "squall-" + std::to_string(stable_hash(all));
  return WrittenBody{"multipart/form-data; boundary=" + boundary, http::write_multipart(parts, boundary)};
}

}  // namespace squall::contracts::match
