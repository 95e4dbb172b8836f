#pragma once
// Matching: is this connection or request one that a fault is meant for? Pure; whether it is struck is selection.h's.

#include <cstdint>
#include <string>
#include <string_view>

#include "chaos/faults/fault_spec.h"
#include "contracts/core/node.h"
#include "contracts/http/message.h"

namespace squall::chaos {

// What is known of a connection (edge and client) or a request.
struct Subject {
  std::string_view edge;
  std::string_view method;
  std::string_view target;
  std::string_view operation;  // "POST /orders/{id}"; "" when unknown
  const contracts::http::Headers* headers = nullptr;
  std::uint64_t body_hash = 0;
  std::string_view operation_id = {};
  std::string_view client = {};           // "127.0.0.1:51234"
  const contracts::Node* body = nullptr;  // of the request; nullptr when it is no JSON, or was not read
};

// A template's {segment} stands for one segment that is not empty; everything else is compared percent-decoded.
bool path_matches(std::string_view path_template, std::string_view path);
// All but the body, which is looked at last because it has to be read first.
bool matches_head(const Match& match, const Subject& subject);
bool matches(const Match& match, const Subject& subject);

}  // namespace squall::chaos
