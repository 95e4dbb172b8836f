#pragma once
// Requests and responses made from a contract: from its examples, generated valid, and first negatives.

#include <optional>
#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {

struct RequestCase {
  const openapi::Operation* operation = nullptr;
  http::Request request;                // target has the server's base path
  std::string summary;                  // "example 'large'", "body /quantity: 0 is below minimum 1"
  std::string keyword;                  // negatives: the violated keyword; else ""
  std::string where;                    // negatives: "body", "query.limit" ...
  std::string pointer;                  // negatives: inside `where`
  std::vector<std::string> parameters;  // those that were sent: "query.limit"
};

// Values for parameters that are known to mean something to the provider, such as the id of an order that exists.
// They are used as they are wherever the operation has a path parameter of that name. Null stands for a value that the
// provider is not likely to know: generated, and none of the examples.
using KnownValues = std::vector<std::pair<std::string, Value>>;

// One for each named example (body examples and parameter examples combined by name); empty when the operation has
// none.
std::vector<RequestCase> example_requests(const openapi::Contract& contract, const openapi::Operation& operation,
                                          Random random);
// A request that validate_request accepts, credentials aside: those only the user has. An error says why none can be
// made.
Result<RequestCase> valid_request(const openapi::Contract& contract, const openapi::Operation& operation, Random random,
                                  schema::Flavour flavour = schema::Flavour::typical, const KnownValues& known = {});
// Requests that differ from a valid one in one violated keyword, each checked on its wire form to be invalid still.
std::vector<RequestCase> negative_requests(const openapi::Contract& contract, const openapi::Operation& operation,
                                           Random random, const KnownValues& known = {});
// A response that validate_response accepts: declared examples first. status 0 picks the first declared success.
// `accept` is the Accept header's value, "" for any.
Result<http::Response> make_response(const openapi::Contract& contract, const openapi::Operation& operation, int status,
                                     Random random, std::string_view accept = {}, std::string_view example = {});
// The curl command that sends the request, quoted for a POSIX shell. Headers named in `replaced` are printed with the
// value given there, in double quotes, so that "${env.TOKEN}" may stand for a secret.
std::string to_curl(const http::Request& request, std::string_view base_url, const http::Headers& replaced = {});

}  // namespace squall::contracts::match
