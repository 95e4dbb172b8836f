#include "contracts/http/message.h"

#include <algorithm>
#include <array>

namespace squall::contracts::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

struct Reason {
  int status;
  std::string_view phrase;
};

// IANA HTTP Status Code Registry.
constexpr std::array kReasons = {Reason{100, "Continue"},
                                 Reason{101, "Switching Protocols"},
                                 Reason{102, "Processing"},
                                 Reason{103, "Early Hints"},
                                 Reason{200, "OK"},
                                 Reason{201, "Created"},
                                 Reason{202, "Accepted"},
                                 Reason{203, "Non-Authoritative Information"},
                                 Reason{204, "No Content"},
                                 Reason{205, "Reset Content"},
                                 Reason{206, "Partial Content"},
                                 Reason{207, "Multi-Status"},
                                 Reason{208, "Already Reported"},
                                 Reason{226, "IM Used"},
                                 Reason{300, "Multiple Choices"},
                                 Reason{301, "Moved Permanently"},
                                 Reason{302, "Found"},
                                 Reason{303, "See Other"},
                                 Reason{304, "Not Modified"},
                                 Reason{305, "Use Proxy"},
                                 Reason{307, "Temporary Redirect"},
                                 Reason{308, "Permanent Redirect"},
                                 Reason{400, "Bad Request"},
                                 Reason{401, "Unauthorized"},
                                 Reason{402, "Payment Required"},
                                 Reason{403, "Forbidden"},
                                 Reason{404, "Not Found"},
                                 Reason{405, "Method Not Allowed"},
                                 Reason{406, "Not Acceptable"},
                                 Reason{407, "Proxy Authentication Required"},
                                 Reason{408, "Request Timeout"},
                                 Reason{409, "Conflict"},
                                 Reason{410, "Gone"},
                                 Reason{411, "Length Required"},
                                 Reason{412, "Precondition Failed"},
                                 Reason{413, "Content Too Large"},
                                 Reason{414, "URI Too Long"},
                                 Reason{415, "Unsupported Media Type"},
                                 Reason{416, "Range Not Satisfiable"},
                                 Reason{417, "Expectation Failed"},
                                 Reason{421, "Misdirected Request"},
                                 Reason{422, "Unprocessable Content"},
                                 Reason{423, "Locked"},
                                 Reason{424, "Failed Dependency"},
                                 Reason{425, "Too Early"},
                                 Reason{426, "Upgrade Required"},
                                 Reason{428, "Precondition Required"},
                                 Reason{429, "Too Many Requests"},
                                 Reason{431, "Request Header Fields Too Large"},
                                 Reason{451, "Unavailable For Legal Reasons"},
                                 Reason{500, "Internal Server Error"},
                                 Reason{501, "Not Implemented"},
                                 Reason{502, "Bad Gateway"},
                                 Reason{503, "Service Unavailable"},
                                 Reason{504, "Gateway Timeout"},
                                 Reason{505, "HTTP Version Not Supported"},
                                 Reason{506, "Variant Also Negotiates"},
                                 Reason{507, "Insufficient Storage"},
                                 Reason{508, "Loop Detected"},
                                 Reason{511, "Network Authentication Required"}};

}  // namespace

const std::string* Headers::find(std::string_view name) const {
  for (const Header& header : headers_) {
    if (equal_ignoring_case(header.name, name)) return &header.value;
  }
  return nullptr;
}

std::string_view Headers::get(std::string_view name) const {
  const std::string* value = find(name);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

std::vector<std::string_view> Headers::all(std::string_view name) const {
  std::vector<std::string_view> values;
  for (const Header& header : headers_) {
    if (equal_ignoring_case(header.name, name)) values.emplace_back(header.value);
  }
  return values;
}

void Headers::add(std::string name, std::string value) {
  if (headers_.size() == 1) headers_.reserve(8);  // who has two has several
  headers_.push_back(Header{std::move(name), std::move(value)});
}

void Headers::set(std::string name, std::string value) {
  for (auto header = headers_.begin(); header != headers_.end(); ++header) {
    if (!equal_ignoring_case(header->name, name)) continue;
    headers_.erase(std::remove_if(header + 1, headers_.end(),
                                  [&name](const Header& other) { return equal_ignoring_case(other.name, name); }),
                   headers_.end());
    *header = Header{std::move(name), std::move(value)};
    return;
  }
  add(std::move(name), std::move(value));
}

void Headers::remove(std::string_view name) {
  std::erase_if(headers_, [name](const Header& header) { return equal_ignoring_case(header.name, name); });
}

std::string_view reason_phrase(int status) {
  const auto found = std::lower_bound(kReasons.begin(), kReasons.end(), status,
                                      [](const Reason& reason, int wanted) { return reason.status < wanted; });
  return found != kReasons.end() && found->status == status ? found->phrase : std::string_view();
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

// Of an absolute-form, too, which every server takes (RFC 9112, section 3.2.2).
std::string_view path_of(std::string_view target) {
  const std::string_view path = target.substr(0, target.find('?'));
  const auto scheme = path.starts_with('/') ? std::string_view::npos : path.find("://");
  if (scheme == std::string_view::npos) return path;
  const auto begin = path.find('/', scheme + 3);
  return begin == std::string_view::npos ? std::string_view("/") : path.substr(begin);
}

std::string_view query_of(std::string_view target) {
  const auto mark = target.find('?');
  return mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
}

bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kIdempotent = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"};
  return std::find(kIdempotent.begin(), kIdempotent.end(), method) != kIdempotent.end();
}

}  // namespace squall::contracts::http
