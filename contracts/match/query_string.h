#pragma once
// The whole query as one parameter (OAS 3.2.0, section 4.12.1, `in: querystring`).

#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

// Whether the parameter stands for the operation's whole query.
inline bool is_query_string(const openapi::Operation& operation, const openapi::Parameter& parameter) {
  return operation.query_string && &*operation.query_string == &parameter;
}

}  // namespace squall::contracts::match
