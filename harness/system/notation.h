#pragma once
// The notations that scalars of the system file are written in: what is accepted, how it is described, and the JSON
// Schema that says the same. One table serves the reader, its messages and the published schema.

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "contracts/core/node.h"
#include "harness/system/system_file.h"

namespace squall::harness {

enum class Notation {
  version,  // 1
  text,     // any string
  scalar,   // string, number or boolean, taken as text
  name,     // letters, digits, '-' and '_'
  edge,     // a name, or EDGE.REPLICA
  integer,  // whole, not negative, below 2^64
  port,     // 1..65535 or "auto"
  status,   // 100..599
  boolean,
  yes,                  // true
  duration,             // 250ms
  size,                 // 64KiB, or bytes
  share,                // 5%, or 0..1
  rate,                 // 50/s
  bandwidth,            // 64KiB/s
  calls,                // 10, or "10 calls"
  request,              // POST /orders
  path,                 // /health
  pointer,              // /reserved, or ""
  address,              // 127.0.0.1:9102
  ramp,                 // 10ms -> 800ms over 30s
  real,                 // 2.5
  count,                // whole, at least 1
  date,                 // 2026-12-31
  credentials,          // bearer:TOKEN; see auth_spec.h
  share_comparison,     // ">= 99%"
  duration_comparison,  // "<= 1s"
  choice                // one of the form's choices
};

struct NotationInfo {
  Notation notation;
  std::string_view expected;             // "a duration such as 250ms"
  std::string_view pattern;              // ECMA-262, for strings; "" when any string, or none, will do
  bool string, number, boolean;          // the kinds it may be written as
  bool (*holds)(std::string_view text);  // beyond kind and pattern
};

const NotationInfo& info(Notation notation);
// Is a scalar of this kind and text written in the notation? `expanded`: the text came from ${env...}, so a string may
// stand where a number or boolean is expected. Not for `choice`.
bool written_in(Notation notation, contracts::Kind kind, std::string_view text, bool expanded);

// Preconditions of what follows: written_in() holds.
std::uint64_t integer_of(std::string_view text);                 // integer, port ("auto" is 0), status, calls
std::optional<Comparison> comparison_of(std::string_view text);  // share_comparison, duration_comparison
struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};
std::optional<HostPort> address_of(std::string_view text);  // "127.0.0.1:9102", "[::1]:80"; the port may be 0

}  // namespace squall::harness
