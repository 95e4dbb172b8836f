#include "harness/verify/message_parts.h"

#include "contracts/http/percent.h"

namespace squall::harness {

namespace {

// Replaces the pairs of that name in "a=1&b=2" or "a=1; b=2", or adds one at the end.
std::string with_pair(std::string_view pairs, std::string_view separator, const std::string& name,
                      const std::string& value) {
  std::string result;
  const auto append = [&](std::string_view pair) {
    if (!result.empty()) result += separator;
    result += pair;
  };
  for (std::size_t at = 0; at < pairs.size();) {
    const std::size_t end = std::min(pairs.find(separator[0], at), pairs.size());
    std::string_view pair = pairs.substr(at, end - at);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    at = end + 1;
    const std::string key = contracts::http::percent_decode(pair.substr(0, pair.find('=')), separator == "&");
    if (!pair.empty() && key != name) append(pair);
  }
  append((separator == "&" ? contracts::http::percent_encode(name) : name) + "=" + value);
  return result;
}

}  // namespace

bool is_part(std::string_view where, std::string_view in, std::string_view name) {
  if (where.substr(0, in.size()) != in || where.size() <= in.size() || where[in.size()] != '.') return false;
  const std::string_view named = where.substr(in.size() + 1);
  return in == "header" ? contracts::http::equal_ignoring_case(named, name) : named == name;
}

void set_part(contracts::http::Request& request, std::string_view in, const std::string& name,
              const std::string& value) {
  if (in == "header") {
    request.headers.set(name, value);
  } else if (in == "cookie") {
    request.headers.set("Cookie", with_pair(request.headers.get("Cookie"), "; ", name, value));
  } else if (in == "query") {
    const std::string query =
        with_pair(contracts::http::query_of(request.target), "&", name, contracts::http::percent_encode(value));
    request.target = std::string(contracts::http::path_of(request.target)) + "?" + query;
  }
}

}  // namespace squall::harness
