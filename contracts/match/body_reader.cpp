#include "contracts/match/body_reader.h"

#include "contracts/core/utf8.h"
#include "contracts/match/form_body.h"
#include "contracts/match/multipart_body.h"
#include "contracts/match/stream_body.h"
#include "contracts/match/violations.h"
#include "contracts/match/xml_body.h"

namespace squall::contracts::match {
namespace {

BodyReading read_xml_body(const std::string& body, const MediaTypeObject& media) {
  const auto root = read_xml(body);
  if (!root) return BodyReading{std::nullopt, "not XML: " + to_string(root.error())};
  BodyReading reading;
  if (media.wire == nullptr || (!wants_object(media.wire.get()) && !wants_array(media.wire.get()))) return reading;
  if (auto value = value_of_xml(*root, *media.wire, reading.problem)) reading.instance = Document::of(*value);
  return reading;
}

// The fields of an event are text, whatever the item's schema takes them for.
void read_fields(Array& events, const WireShape* shape) {
  if (shape == nullptr) return;
  for (Value& event : events) {
    for (auto& [name, value] : event.members()) {
      const WireShape* field = shape->property(name);
      if (field != nullptr && !field->allows(Kind::string)) value = complex_or_scalar(value.text(), field);
    }
  }
}

BodyReading read_text(const std::string& body, const http::MediaType& type, const MediaTypeObject& media) {
  const bool textual = is_text(type) || (media.wire != nullptr && media.wire->only(Kind::string));
  // Text cannot be an object: what a schema says of one is about a model behind the page.
  const bool modelled = wants_object(media.wire.get()) || wants_array(media.wire.get());
  if (!textual || modelled || !is_utf8(body)) return BodyReading{};
  return BodyReading{Document::of(scalar(body, media.wire.get())), {}};
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
    BodyReading reading;
    if (auto value = read_multipart_body(body, type, media, reading.problem)) reading.instance = Document::of(*value);
    return reading;
  }
  if (const StreamKind kind = stream_kind(type); kind != StreamKind::none) {
    BodyReading reading;
    Array items = read_stream(kind, body, reading.problem);
    if (kind == StreamKind::events) read_fields(items, media.item_wire.get());
    if (reading.problem.empty()) reading.instance = Document::of(Value(std::move(items)));
    return reading;
  }
  return is_xml(type) ? read_xml_body(body, media) : read_text(body, type, media);
}

void judge_body(const Node& instance, const http::MediaType& type, const MediaTypeObject& media,
                schema::Direction direction, const std::string& rule, std::vector<Violation>& violations,
                SeenBranches* seen) {
  const bool stream = stream_kind(type) != StreamKind::none;
  // Before 3.2 a stream's schema was written for the list or for one item, as authors liked.
  const bool fits = !stream || wants_array(media.wire.get());
  if (media.schema && fits) judge(*media.schema, instance, direction, rule, "body", violations, seen);
  if (!stream || !media.item_schema) return;
  const std::size_t before = violations.size();
  for (std::size_t i = 0; i < instance.size() && violations.size() == before; ++i) {
    judge(*media.item_schema, *instance.at(i), direction, rule, "body", violations, seen);
    for (std::size_t v = before; v < violations.size(); ++v)
      violations[v].pointer = pointer_child("", i) + violations[v].pointer;
  }
}

}  // namespace squall::contracts::match
