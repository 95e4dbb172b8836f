#pragma once
// Header fields of responses, made from what a contract says of them. Internal to this room.

#include <optional>
#include <string>

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {

struct HeaderSource {
  bool examples = true;  // declared examples come first
  schema::Flavour flavour = schema::Flavour::typical;
};

// A header whose declared example cannot be sent: it breaks its schema, or the form that HTTP gives the field.
struct UnsoundHeader {
  const openapi::HeaderObject* header = nullptr;
  std::string problem;  // "must be of the type integer ..."
};
std::optional<UnsoundHeader> unsound_header(const openapi::ResponseObject& declared, int status);

// Whether a field describes the message's framing or coding.
bool is_of_the_message(std::string_view name);

// Adds each declared header for which a value is found that keeps its schema and the form that HTTP gives the field.
// What describes the message's framing or coding is left to who sends it.
void add_declared_headers(const openapi::ResponseObject& declared, const HeaderSource& source, const Random& random,
                          http::Response& response);

}  // namespace squall::contracts::match
