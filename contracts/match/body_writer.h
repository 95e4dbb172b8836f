#pragma once
// JSON values as message bodies: the inverse of body_reader.h.

#include <optional>
#include <string>
#include <string_view>

#include "contracts/core/value.h"
#include "contracts/match/media_choice.h"

namespace squall::contracts::match {

struct WrittenBody {
  std::string content_type;
  std::string text;
};

// nullopt when the media type cannot carry the value. `content_type` is the one of a declared range, "" for its usual.
// Text of a form or stream that is written already is sent as it is.
std::optional<WrittenBody> write_body(const MediaTypeObject& media, const Value& value,
                                      std::string_view content_type = {});

}  // namespace squall::contracts::match
