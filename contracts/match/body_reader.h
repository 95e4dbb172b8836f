#pragma once
// A message body as a JSON value, by its media type: JSON and +json, form-urlencoded, multipart/form-data, XML, streams
// of JSON or events, text.

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/core/violation.h"
#include "contracts/match/media_choice.h"
#include "contracts/match/seen_branches.h"

namespace squall::contracts::match {

struct BodyReading {
  std::optional<Document> instance;  // nullopt: not readable (`problem`), or of a type that schemas cannot judge
  std::string problem;
};

BodyReading read_body(const std::string& body, const http::MediaType& type, const MediaTypeObject& media);
// Appends what a body that was read violates: of its schema, and of a stream's first wrong item. What a valid one takes
// is added to `seen`, when there is one.
void judge_body(const Node& instance, const http::MediaType& type, const MediaTypeObject& media,
                schema::Direction direction, const std::string& rule, std::vector<Violation>& violations,
                SeenBranches* seen = nullptr);

}  // namespace squall::contracts::match
