#include "contracts/match/body_writer.h"

#include "contracts/core/xml.h"
#include "contracts/match/form_body.h"
#include "contracts/match/multipart_body.h"
#include "contracts/match/stream_body.h"
#include "contracts/match/xml_body.h"

namespace squall::contracts::match {
namespace {

// The value of a stream is the list of its items, or one of them (before OAS 3.2).
std::string stream_of(StreamKind kind, const MediaTypeObject& media, const Value& value) {
  if (value.is_string() && is_stream_text(kind, value.text())) return value.text();
  const bool list = value.is_array() && (wants_array(media.wire.get()) || media.item_schema || !media.schema);
  return write_stream(kind, list ? value.items() : Array{value});
}

}  // namespace

std::optional<WrittenBody> write_body(const MediaTypeObject& media, const Value& value, std::string_view content_type) {
  const std::string name = content_type.empty() ? concrete_name(media) : std::string(content_type);
  const auto type = http::parse_media_type(name);
  if (!type) return std::nullopt;
  if (http::is_json(*type)) return WrittenBody{name, to_json(value)};
  const auto written = [&name](std::optional<std::string> text) {
    return text ? std::optional(WrittenBody{name, std::move(*text)}) : std::nullopt;
  };
  if (is_form(*type) && value.is_string()) return WrittenBody{name, value.text()};
  if (is_form(*type)) return value.is_object() ? written(write_form(media, value)) : std::nullopt;
  if (is_multipart(*type)) return write_multipart_body(media, value);
  if (const StreamKind kind = stream_kind(*type); kind != StreamKind::none)
    return written(stream_of(kind, media, value));
  if (is_xml(*type)) {
    if (value.is_string() && read_xml(value.text())) return WrittenBody{name, value.text()};  // XML already, as an SVG
    return written(xml_of_value(value, media.wire.get()));
  }
  return written(property_text(value));
}

}  // namespace squall::contracts::match
