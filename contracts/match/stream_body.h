#pragma once
// Bodies that are one item after another: JSON lines, JSON text sequences (RFC 7464) and event streams (HTML, section
// 9.2). As a value they are the list of their items (OAS 3.2.0, section 4.14.4).

#include <string>

#include "contracts/core/value.h"
#include "contracts/http/media_type.h"

namespace squall::contracts::match {

enum class StreamKind { none, json_lines, json_sequence, events };
StreamKind stream_kind(const http::MediaType& type);

// An event is an object of its fields, all text. `problem` names the first item that cannot be read.
Array read_stream(StreamKind kind, const std::string& body, std::string& problem);
std::string write_stream(StreamKind kind, const Array& items);
// Whether a text is such a body already: every line of an event stream is a field or a comment, every item JSON.
bool is_stream_text(StreamKind kind, const std::string& text);

}  // namespace squall::contracts::match
