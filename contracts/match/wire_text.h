#pragma once
// Text off the wire as JSON values, guided by what the schema says (openapi/wire_shape.h).

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/openapi/wire_shape.h"

namespace squall::contracts::match {

using openapi::WireShape;
using Pairs = std::vector<std::pair<std::string, std::string>>;

std::vector<std::string> split(std::string_view text, char separator);
// The same where the separator may be percent-encoded; a space may also be a '+'.
std::vector<std::string> split_at(std::string_view raw, char separator);

// Numbers, true and false where the shape allows them, else a string. Null only where no string can be, from no text.
Value scalar(std::string text, const WireShape* shape);
Value array(const std::vector<std::string>& texts, const WireShape* shape);
Value object(const Pairs& members, const WireShape* shape);

// What a style's text stands for: with a schema that says nothing, text is a scalar.
bool wants_array(const WireShape* shape);
bool wants_object(const WireShape* shape);

// The name=value pairs of a query or form, decoded; a name without '=' has the value "".
struct QueryPair {
  std::string name;  // decoded
  std::string raw;   // the value as on the wire
};
std::vector<QueryPair> query_pairs(std::string_view query);
std::string decode_query(std::string_view raw);  // percent-decoding, + is a space

}  // namespace squall::contracts::match
