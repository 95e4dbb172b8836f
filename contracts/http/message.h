#pragma once
// Neutral HTTP messages: values that contracts, stubs, proxies and clients share. No parsing, no sockets.

#include <string>
#include <string_view>
#include <vector>

namespace squall::contracts::http {

struct Header {
  std::string name;  // as received or as to be sent; compared without case (RFC 9110, section 5.1)
  std::string value;
  bool operator==(const Header&) const = default;
};

class Headers {
 public:
  Headers() = default;
  Headers(std::initializer_list<Header> headers) : headers_(headers) {}
  // The first value of that name, or nullptr.
  const std::string* find(std::string_view name) const;
  std::string_view get(std::string_view name) const;  // "" when absent
  std::vector<std::string_view> all(std::string_view name) const;
  bool contains(std::string_view name) const { return find(name) != nullptr; }
  void add(std::string name, std::string value);
  void set(std::string name, std::string value);  // replaces all of that name
  void remove(std::string_view name);
  auto begin() const { return headers_.begin(); }
  auto end() const { return headers_.end(); }
  std::size_t size() const { return headers_.size(); }
  bool empty() const { return headers_.empty(); }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Header> headers_;  // in order of arrival
};

struct Request {
  std::string method = "GET";  // case-sensitive (RFC 9110, section 9.1)
  std::string target = "/";    // origin-form: path and query, percent-encoded as on the wire
  Headers headers;
  std::string body;
  bool operator==(const Request&) const = default;
};

struct Response {
  int status = 0;
  std::string reason;
  Headers headers;
  std::string body;
  bool operator==(const Response&) const = default;
};

std::string_view reason_phrase(int status);                        // "Not Found"; "" when not registered
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII
std::string_view path_of(std::string_view target);                 // before '?'
std::string_view query_of(std::string_view target);                // after '?', "" when there is none
// GET, HEAD, OPTIONS, TRACE, PUT, DELETE (RFC 9110, section 9.2.2).
bool is_idempotent(std::string_view method);

}  // namespace squall::contracts::http
