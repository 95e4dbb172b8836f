#pragma once
// Link: how an answer leads to another request (OAS 3.0.4, section 4.7.20).

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/core/value.h"
#include "contracts/openapi/runtime_expression.h"
#include "contracts/openapi/server.h"

namespace squall::contracts::openapi {

// Taken from the exchange when there is an expression, given otherwise.
struct LinkValue {
  Value constant;
  std::optional<RuntimeText> expression;
};

struct LinkParameter {
  std::string name;
  std::string in;  // "path" for the key "path.id"; "" when the key does not say
  LinkValue value;
};

struct Link {
  std::string name;
  std::string operation;     // Operation::name() of the one it leads to; "" when that is not one of this contract
  std::string operation_id;  // as written
  std::string operation_ref;
  std::vector<LinkParameter> parameters;
  std::optional<LinkValue> request_body;
  std::optional<Server> server;
  Location location;
};

}  // namespace squall::contracts::openapi
