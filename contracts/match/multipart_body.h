#pragma once
// multipart/form-data bodies by their encoding objects: content types and headers of parts (OAS 3.0.4, section 4.7.15).

#include <optional>
#include <string>

#include "contracts/match/body_writer.h"

namespace squall::contracts::match {

// nullopt: `problem` says why. A part whose content type is not one of those declared for it, or whose headers are
// not as declared, is a problem.
std::optional<Value> read_multipart_body(const std::string& body, const http::MediaType& type,
                                         const MediaTypeObject& media, std::string& problem);
std::optional<WrittenBody> write_multipart_body(const MediaTypeObject& media, const Value& value);

}  // namespace squall::contracts::match
