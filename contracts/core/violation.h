#pragma once
// Violation: one way in which a message departs from its contract. A value, never an Error.

#include <string>

#include "contracts/core/error.h"

namespace squall::contracts {

struct Violation {
  std::string rule;  // stable, dotted: "response.status.undeclared", "response.body.schema", "request.query.required"
  std::string keyword;  // the schema keyword that failed ("maximum"), when a schema decided; else empty
  std::string where;    // the part of the message: "body", "query.limit", "header.Location", "status"
  std::string pointer;  // JSON Pointer inside that part; "" for the whole
  std::string message;  // expected and found, in words: "must be <= 100, is 250"
  Location contract;    // where the contract says so
  bool operator==(const Violation&) const = default;
};

}  // namespace squall::contracts
