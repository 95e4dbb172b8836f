#pragma once
// Responses as a client wishes them, among those that an operation declares: by status, by media type, by example. What
// cannot be had says which of the wishes it is that nothing fulfils.

#include <string_view>
#include <tl/expected.hpp>

#include "contracts/core/error.h"
#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {

enum class ExampleUse {
  fitting,  // declared examples that keep their schema come first; others are passed over
  strict,   // a declared example that breaks its schema is an error
  none      // everything is generated
};

struct ResponseWish {
  int status = 0;            // 0: the lowest declared success, else the default's, else the first
  std::string_view accept;   // the Accept header's value, "" for any
  std::string_view example;  // by its name, "" for any; it is taken even where it breaks its schema
  ExampleUse examples = ExampleUse::fitting;
  bool approximate = false;  // where no valid body or header is found: a body that is near, the answer without it
  schema::Flavour flavour = schema::Flavour::typical;  // of what is generated
};

// What could not be had.
enum class Unfulfilled {
  status,          // it is not declared
  representation,  // no declared media type is acceptable (406; RFC 9110, section 15.5.7)
  example,         // no acceptable representation has an example of that name
  sound_example,   // the declared example breaks its schema (ExampleUse::strict)
  body,            // no body was found that keeps its schema
  header           // no value was found, or can be written, for a required header
};

struct NoResponse {
  Unfulfilled what = Unfulfilled::body;
  Error error;
};

// Keeps the contract (validate_response), but for an example that was asked for by name, and for what is approximate.
// Headers that HTTP gives a form have it (departures_from_http). Of an operation without responses: 200 without a body.
tl::expected<http::Response, NoResponse> wished_response(const openapi::Contract& contract,
                                                         const openapi::Operation& operation, const ResponseWish& wish,
                                                         Random random);

}  // namespace squall::contracts::match
