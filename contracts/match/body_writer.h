#pragma once
// JSON values as message bodies: the inverse of body_reader.h.

#include <optional>
#include <string>

#include "contracts/core/value.h"
#include "contracts/match/media_choice.h"

namespace squall::contracts::match {

struct WrittenBody {
  std::string content_type;
  std::string text;
};

// nullopt when the media type cannot carry the value.
std::optional<WrittenBody> write_body(const MediaTypeObject& media, const Value& value);

}  // namespace squall::contracts::match
