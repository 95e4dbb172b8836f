#include "contracts/http/conformance.h"

#include <array>
#include <string>

#include "contracts/http/field_syntax.h"
#include "contracts/http/media_type.h"

namespace squall::contracts::http {
namespace {

struct Exchange {
  const Request& request;
  const Response& response;
  std::vector<Departure>& found;

  bool asked(std::string_view field) const { return request.headers.contains(field); }
  const std::string* field(std::string_view name) const { return response.headers.find(name); }
  void add(std::string_view rule, std::string where, std::string message, bool breaks_clients = false) const {
    Departure departure;
    departure.violation.rule = std::string(rule);
    departure.violation.where = std::move(where);
    departure.violation.message = std::move(message);
    departure.breaks_clients = breaks_clients;
    found.push_back(std::move(departure));
  }
};

constexpr bool breaks = true;

std::string quoted(std::string_view value) {
  constexpr std::size_t longest = 80;
  std::string text = "'";
  for (const char c : value.substr(0, longest)) text.push_back(static_cast<unsigned char>(c) < 0x20 ? '?' : c);
  return text + (value.size() > longest ? "...'" : "'");
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// RFC 9110, section 15.
void status(std::string_view rule, const Exchange& exchange) {
  const int status = exchange.response.status;
  if (status < 100 || status > 599) {
    exchange.add(rule, "status", "status " + std::to_string(status) + " is outside 100 to 599", breaks);
  } else if (status == 101 && !exchange.asked("Upgrade")) {  // section 15.2.2
    exchange.add(rule, "status", "101 switches protocols, but the request had no Upgrade", breaks);
  } else if (status == 304 && !exchange.asked("If-None-Match") && !exchange.asked("If-Modified-Since")) {  // 15.4.5
    exchange.add(rule, "status", "304 answers a request without a condition: the client has nothing to use", breaks);
  } else if (status == 412 && !exchange.asked("If-Match") && !exchange.asked("If-None-Match") &&
             !exchange.asked("If-Unmodified-Since") && !exchange.asked("If-Modified-Since")) {  // 15.5.13
    exchange.add(rule, "status", "412 answers a request without a condition");
  }
}

// Sections 14.4, 15.3.7 and 15.5.17.
void range(std::string_view rule, const Exchange& exchange) {
  const int status = exchange.response.status;
  const std::string* range = exchange.field("Content-Range");
  if ((status == 206 || status == 416) && !exchange.asked("Range")) {
    exchange.add(rule, "status", std::to_string(status) + " answers a request without Range", status == 206);
  } else if (status == 206 && range == nullptr) {
    const auto type = parse_media_type(exchange.response.headers.get("Content-Type"));
    if (!type || type->subtype != "byteranges")
      exchange.add(rule, "header.Content-Range", "206 without Content-Range", breaks);
  } else if ((status == 206 || status == 416) && range != nullptr && !is_content_range(*range)) {
    exchange.add(rule, "header.Content-Range", "Content-Range " + quoted(*range) + " is not a range", status == 206);
  }
}

// Sections 5.1 and 5.5.
void fields(std::string_view rule, const Exchange& exchange) {
  for (const Header& header : exchange.response.headers) {
    if (!is_token(header.name)) {
      exchange.add(rule, "header", quoted(header.name) + " is no name for a header", breaks);
    } else if (!is_field_value(header.value)) {
      exchange.add(rule, "header." + header.name, header.name + " has control characters", breaks);
    }
  }
}

// Section 5.3: a field that is no list is sent once. Sent again with the same value it misleads nobody.
void duplicate(std::string_view rule, const Exchange& exchange) {
  for (const std::string_view name : {"Content-Type", "Content-Length", "Location", "Date", "Last-Modified", "Expires",
                                      "ETag", "Retry-After", "Age", "Content-Location", "Content-Range"}) {
    const auto values = exchange.response.headers.all(name);
    for (std::size_t i = 1; i < values.size(); ++i) {
      if (values[i] == values[0]) continue;
      const bool decisive = name == "Content-Type" || name == "Content-Length" || name == "Location";
      exchange.add(rule, "header." + std::string(name),
                   std::string(name) + " comes twice: " + quoted(values[0]) + " and " + quoted(values[i]), decisive);
      break;
    }
  }
}

// RFC 9110, section 8.6, and RFC 9112, section 6. `Content-Length: 0` on a 204 is forbidden and harmless.
void framing(std::string_view rule, const Exchange& exchange) {
  const std::string* length = exchange.field("Content-Length");
  if (length != nullptr && !is_digits(*length)) {
    exchange.add(rule, "header.Content-Length", "Content-Length " + quoted(*length) + " is no number", breaks);
  }
  if (exchange.response.status == 204) {
    if (length != nullptr && is_digits(*length) && length->find_first_not_of('0') != std::string::npos)
      exchange.add(rule, "header.Content-Length", "204 has no body, yet a Content-Length of " + *length, breaks);
    if (exchange.field("Transfer-Encoding") != nullptr)
      exchange.add(rule, "header.Transfer-Encoding", "204 has no body, yet a Transfer-Encoding");
  } else if (length != nullptr && exchange.field("Transfer-Encoding") != nullptr) {
    exchange.add(rule, "header.Content-Length", "Content-Length and Transfer-Encoding are both there", breaks);
  }
}

// Section 5.6.7. `Expires: 0` and -1 are ways to say "expired" that caches must understand (RFC 9111, section 5.3).
void dates(std::string_view rule, const Exchange& exchange) {
  for (const std::string_view name : {"Date", "Last-Modified", "Expires"}) {
    const std::string* value = exchange.field(name);
    if (value == nullptr || is_imf_fixdate(*value)) continue;
    if (name == "Expires" && (*value == "0" || *value == "-1")) continue;
    exchange.add(rule, "header." + std::string(name),
                 std::string(name) + " " + quoted(*value) +
                     (is_obsolete_date(*value) ? " has an obsolete form" : " is no date") +
                     "; expected 'Sun, 06 Nov 1994 08:49:37 GMT'");
  }
}

// Section 10.2.2.
void location(std::string_view rule, const Exchange& exchange) {
  const int status = exchange.response.status;
  const std::string* location = exchange.field("Location");
  if (location == nullptr) {
    if (is_redirect(status)) exchange.add(rule, "header.Location", std::to_string(status) + " without a Location");
  } else if ((status == 201 || is_redirect(status)) && !is_uri_reference(*location)) {
    exchange.add(rule, "header.Location", "Location " + quoted(*location) + " is no URI reference", breaks);
  }
}

// Section 11.6.1.
void authenticate(std::string_view rule, const Exchange& exchange) {
  if (exchange.response.status != 401) return;
  const std::string* challenge = exchange.field("WWW-Authenticate");
  if (challenge == nullptr) {
    exchange.add(rule, "header.WWW-Authenticate", "401 without WWW-Authenticate");
  } else if (!is_token(challenge->substr(0, challenge->find_first_of(" ,")))) {  // one scheme, or a list
    exchange.add(rule, "header.WWW-Authenticate", "WWW-Authenticate " + quoted(*challenge) + " names no scheme");
  }
}

// Section 15.5.6. An empty Allow says that the resource allows no method at all.
void allow(std::string_view rule, const Exchange& exchange) {
  const auto lines = exchange.response.headers.all("Allow");
  if (lines.empty() && exchange.response.status == 405) {
    exchange.add(rule, "header.Allow", "405 without Allow: it must list the methods that there are", breaks);
  }
  for (const std::string_view line : lines) {
    for (const std::string_view method : list_members(line)) {
      if (!is_token(method)) exchange.add(rule, "header.Allow", "Allow has " + quoted(method) + ", which is no method");
      if (exchange.response.status == 405 && method == exchange.request.method)
        exchange.add(rule, "header.Allow", "405 refuses " + std::string(method) + ", yet Allow lists it");
    }
  }
}

// Section 10.2.3.
void retry_after(std::string_view rule, const Exchange& exchange) {
  const std::string* value = exchange.field("Retry-After");
  if (value == nullptr || is_digits(*value) || is_imf_fixdate(*value) || is_obsolete_date(*value)) return;
  exchange.add(rule, "header.Retry-After", "Retry-After " + quoted(*value) + " is neither seconds nor a date");
}

// Section 8.3; JSON is UTF-8 (RFC 8259, section 8.1).
void content_type(std::string_view rule, const Exchange& exchange) {
  const std::string* value = exchange.field("Content-Type");
  if (value == nullptr) {
    if (!exchange.response.body.empty())
      exchange.add(rule, "header.Content-Type", "there is a body, but no Content-Type");
    return;
  }
  const auto type = parse_media_type(*value);
  if (!type) {
    exchange.add(rule, "header.Content-Type", "Content-Type " + quoted(*value) + " is no media type");
    return;
  }
  for (const auto& [name, charset] : type->parameters) {
    const bool json = type->type == "application" && is_json(*type);
    const bool utf8 = equal_ignoring_case(charset, "utf-8") || equal_ignoring_case(charset, "utf8") ||
                      equal_ignoring_case(charset, "us-ascii");
    if (name == "charset" && json && !utf8)
      exchange.add(rule, "header.Content-Type", "JSON is UTF-8; Content-Type says " + quoted(charset));
  }
}

// Section 8.8.3.
void etag(std::string_view rule, const Exchange& exchange) {
  const std::string* value = exchange.field("ETag");
  if (value != nullptr && !is_entity_tag(*value))
    exchange.add(rule, "header.ETag", "ETag " + quoted(*value) + " is no entity tag; expected \"...\" in quotes");
}

// Section 12.5.5.
void vary(std::string_view rule, const Exchange& exchange) {
  for (const std::string_view line : exchange.response.headers.all("Vary")) {
    for (const std::string_view member : list_members(line)) {
      if (!is_token(member))  // "*" is a token, too
        exchange.add(rule, "header.Vary", "Vary has " + quoted(member) + ", which is no header's name");
    }
  }
}

// Section 8.4.1: an unregistered coding cannot be undone by anybody.
void content_encoding(std::string_view rule, const Exchange& exchange) {
  for (const std::string_view line : exchange.response.headers.all("Content-Encoding")) {
    for (const std::string_view coding : list_members(line)) {
      bool known = false;
      for (const std::string_view name : {"gzip", "x-gzip", "deflate", "compress", "x-compress", "br", "zstd", "dcb",
                                          "dcz", "identity", "aes128gcm", "exi", "pack200-gzip"}) {
        known = known || equal_ignoring_case(coding, name);
      }
      if (!known) exchange.add(rule, "header.Content-Encoding", quoted(coding) + " is no registered content coding");
    }
  }
}

struct Rule {
  std::string_view name;
  void (*check)(std::string_view rule, const Exchange& exchange);
};

constexpr std::array table = {Rule{"response.http.status", status},
                              Rule{"response.http.range", range},
                              Rule{"response.http.field", fields},
                              Rule{"response.http.duplicate", duplicate},
                              Rule{"response.http.framing", framing},
                              Rule{"response.http.date", dates},
                              Rule{"response.http.location", location},
                              Rule{"response.http.authenticate", authenticate},
                              Rule{"response.http.allow", allow},
                              Rule{"response.http.retry-after", retry_after},
                              Rule{"response.http.content-type", content_type},
                              Rule{"response.http.etag", etag},
                              Rule{"response.http.vary", vary},
                              Rule{"response.http.content-encoding", content_encoding}};

constexpr std::array<std::string_view, table.size()> all_names() {
  std::array<std::string_view, table.size()> result{};
  for (std::size_t i = 0; i < table.size(); ++i) result[i] = table[i].name;
  return result;
}
constexpr auto names = all_names();

}  // namespace

std::vector<Departure> departures_from_http(const Request& request, const Response& response) {
  std::vector<Departure> found;
  const Exchange exchange{request, response, found};
  for (const Rule& rule : table) rule.check(rule.name, exchange);
  return found;
}

std::span<const std::string_view> http_rules() {
  return names;
}

}  // namespace squall::contracts::http
