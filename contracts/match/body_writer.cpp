#include "contracts/match/body_writer.h"

#include "contracts/core/xml.h"
#include "contracts/match/form_body.h"
#include "contracts/match/multipart_body.h"
#include "contracts/match/stream_body.h"
#include "contracts/match/xml_body.h"

namespace squall::contracts::match {

std::optional<WrittenBody> write_body(const MediaTypeObject& media, const Value& value) {
  const std::string name = concrete_name(media);
  const auto type = http::parse_media_type(name);
  if (!type) return std::nullopt;
  if (http::is_json(*type)) return WrittenBody{name, to_json(value)};
  const auto written = [&name](std::optional<std::string> text) {
    return text ? std::optional(WrittenBody{name, std::move(*text)}) : std::nullopt;
  };
  if (is_form(*type)) return value.is_object() ? written(write_form(media, value)) : std::nullopt;
  if (is_multipart(*type)) return write_multipart_body(media, value);
  if (const StreamKind kind = stream_kind(*type); kind != StreamKind::none) {
    const bool list = value.is_array() && wants_array(media.wire.get());
    return written(write_stream(kind, list ? value.items() : Array{value}));
  }
  if (is_xml(*type)) {
    if (value.is_string() && read_xml(value.text())) return WrittenBody{name, value.text()};  // XML already, as an SVG
    return written(xml_of_value(value, media.wire.get()));
  }
  return written(property_text(value));
}

}  // namespace squall::contracts::match
