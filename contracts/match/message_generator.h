#pragma once
// Requests and responses made from a contract: from its examples, generated valid, each boundary in turn, and
// negatives.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "contracts/schema/generate.h"

namespace squall::contracts::match {

struct CaseOrigin;  // what a case was put together from (request_assembly.h)

struct RequestCase {
  const openapi::Operation* operation = nullptr;
  http::Request request;                     // target has the server's base path
  std::string summary;                       // "example 'large'", "body /quantity: 0 is below minimum 1"
  std::string keyword;                       // negatives: the violated keyword; coverage: what is special; else ""
  std::string where;                         // negatives and coverage: "body", "query.limit" ...; else ""
  std::string pointer;                       // negatives and coverage: inside `where`
  std::vector<std::string> parameters;       // those that were sent: "query.limit"
  std::shared_ptr<const CaseOrigin> origin;  // for simpler()
};

// Values that are known to mean something to the provider, such as the id of an order that exists: of the path
// parameter "id", the query parameter "query.id", the body's member "/id". They are used as they are wherever there is
// such a place, unless the request would not be valid with them. Null stands for a parameter's value that the provider
// is not likely to know: generated, and none of the examples.
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
// Valid requests that each have one thing special, named in `summary`: every boundary, enum value, alternative and kind
// of every parameter and body node; each optional parameter absent alone and present alone; each media type; no body
// where it is optional. The most telling first, no two the same, at most `most`.
std::vector<RequestCase> coverage_requests(const openapi::Contract& contract, const openapi::Operation& operation,
                                           Random random, const KnownValues& known = {}, std::size_t most = 500);
// A query, header or cookie parameter that takes one value, given twice: what comes of it is the provider's choice
// (`keyword` is "duplicate").
std::vector<RequestCase> duplicate_requests(const openapi::Contract& contract, const openapi::Operation& operation,
                                            Random random, const KnownValues& known = {});
// Smaller requests of the same kind, the smallest first: a valid case stays valid, a negative violates the same keyword
// in the same part and nothing else. Known values of path parameters are kept. Empty when nothing can be left out. The
// contract that the case was made from must still live.
std::vector<RequestCase> simpler(const RequestCase& made);
// The same case with the other texts of its body drawn anew: what is special or wrong about it stays, and so do known
// values. For providers that take some values only once, an ISBN or an address. With `every`, the text that is special
// or wrong gets other letters and digits at its end, too, as long as it is wrong in the same way. The case itself when
// there are none.
enum class FreshTexts { others, every };
RequestCase refreshed(const RequestCase& made, const Random& random, FreshTexts which = FreshTexts::others);
// A response that validate_response accepts: declared examples first. status 0 picks the first declared success.
// `accept` is the Accept header's value, "" for any.
Result<http::Response> make_response(const openapi::Contract& contract, const openapi::Operation& operation, int status,
                                     Random random, std::string_view accept = {}, std::string_view example = {});
// The curl command that sends the request, quoted for a POSIX shell. Headers named in `replaced` are printed with the
// value given there, in double quotes, so that "${env.TOKEN}" may stand for a secret.
std::string to_curl(const http::Request& request, std::string_view base_url, const http::Headers& replaced = {});

}  // namespace squall::contracts::match
