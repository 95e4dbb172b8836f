#pragma once
// The JSON of an answer that a schema describes, and the answer with other JSON in its place.

#include <optional>
#include <string>

#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

struct JsonAnswer {
  Value body;
  const schema::Schema* schema;  // the operation's
};

// nullopt: no declared JSON, no schema for it, not readable. gzip and deflate are undone; 16 MiB at most.
std::optional<JsonAnswer> json_of(const openapi::Operation& operation, const http::Response& answer);
// The same answer with another body, in no coding; fields that are about the old one go.
http::Response with_body(http::Response answer, std::string body);

}  // namespace squall::contracts::match
