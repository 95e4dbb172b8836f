#include "harness/verify/message_parts.h"

#include "contracts/http/percent.h"

namespace squall::harness {

namespace {

// The pairs of another name in "a=1&b=2" or "a=1; b=2".
std::string without_pair(std::string_view pairs, std::string_view separator, const std::string& name) {
  std::string result;
  for (std::size_t at = 0; at < pairs.size();) {
    const std::size_t end = std::min(pairs.find(separator[0], at), pairs.size());
    std::string_view pair = pairs.substr(at, end - at);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    at = end + 1;
    const std::string key = contracts::http::percent_decode(pair.substr(0, pair.find('=')), separator == "&");
    if (pair.empty() || key == name) continue;
    if (!result.empty()) result += separator;
    result += pair;
  }
  return result;
}

// The pairs of that name are replaced, or one is added at the end.
std::string with_pair(std::string_view pairs, std::string_view separator, const std::string& name,
                      const std::string& value) {
  std::string result = without_pair(pairs, separator, name);
  if (!result.empty()) result += separator;
  return result + (separator == "&" ? contracts::http::percent_encode(name) : name) + "=" + value;
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

void remove_part(contracts::http::Request& request, std::string_view in, const std::string& name) {
  if (in == "header") {
    request.headers.remove(name);
  } else if (in == "cookie") {
    const std::string rest = without_pair(request.headers.get("Cookie"), "; ", name);
    if (rest.empty()) {
      request.headers.remove("Cookie");
    } else {
      request.headers.set("Cookie", rest);
    }
  } else if (in == "query") {
    const std::string rest = without_pair(contracts::http::query_of(request.target), "&", name);
    request.target = std::string(contracts::http::path_of(request.target)) + (rest.empty() ? "" : "?" + rest);
  }
}

}  // namespace squall::harness
