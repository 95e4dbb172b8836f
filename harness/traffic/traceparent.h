#pragma once
// W3C Trace Context (https://www.w3.org/TR/trace-context/, section 3.2): the key by which attempts on edges are found
// to belong to a call made from outside.

#include <cstdint>
#include <string>
#include <string_view>

namespace squall::harness {

struct TraceParent {
  std::string trace_id;  // 32 hex digits, never all zero
  std::string header;    // "00-<trace_id>-<parent_id>-01"
};

TraceParent make_traceparent(std::uint64_t seed, std::string_view purpose, std::uint64_t index);
// The trace id of a traceparent header's value; "" when it is none.
std::string trace_id_of(std::string_view header);

}  // namespace squall::harness
