#pragma once
// A message body as a JSON value, by its media type: JSON and +json, form-urlencoded, multipart/form-data, text.

#include <optional>
#include <string>

#include "contracts/core/document.h"
#include "contracts/match/media_choice.h"

namespace squall::contracts::match {

struct BodyReading {
  std::optional<Document> instance;  // nullopt: not readable (`problem`), or of a type that schemas cannot judge
  std::string problem;
};

BodyReading read_body(const std::string& body, const http::MediaType& type, const MediaTypeObject& media);

}  // namespace squall::contracts::match
