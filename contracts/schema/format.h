#pragma once
// The values of `format` that are checked. A new one is a function, a row in format_registry.cpp and a test row.
// Unknown formats hold always.

#include <span>
#include <string_view>

#include "contracts/core/node.h"

namespace squall::contracts::schema {

struct Format {
  std::string_view name;
  Kind kind;                             // of the instances it speaks about; others hold
  bool (*holds)(std::string_view text);  // string bytes or number lexeme
  std::string_view expected;             // "a date-time (RFC 3339) such as 2024-05-01T12:00:00Z"
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);

bool is_date(std::string_view text);                   // RFC 3339, full-date
bool is_time(std::string_view text);                   // RFC 3339, full-time
bool is_date_time(std::string_view text);              // RFC 3339, date-time
bool is_duration(std::string_view text);               // RFC 3339, appendix A
bool is_email(std::string_view text);                  // RFC 5321, section 4.1.2
bool is_idn_email(std::string_view text);              // RFC 6531
bool is_hostname(std::string_view text);               // RFC 1123, section 2.1, and RFC 5891 for xn-- labels
bool is_idn_hostname(std::string_view text);           // RFC 5890; the rules that need no full table of code points
bool is_ipv4(std::string_view text);                   // RFC 2673, section 3.2
bool is_ipv6(std::string_view text);                   // RFC 4291, section 2.2
bool is_uri(std::string_view text);                    // RFC 3986
bool is_uri_reference(std::string_view text);          // RFC 3986
bool is_iri(std::string_view text);                    // RFC 3987
bool is_iri_reference(std::string_view text);          // RFC 3987
bool is_uri_template(std::string_view text);           // RFC 6570
bool is_relative_json_pointer(std::string_view text);  // draft-handrews-relative-json-pointer-01
bool is_uuid(std::string_view text);                   // RFC 4122
bool is_regex(std::string_view text);                  // ECMA-262
bool is_base64(std::string_view text);                 // RFC 4648, section 4
bool is_int32(std::string_view lexeme);
bool is_int64(std::string_view lexeme);

}  // namespace squall::contracts::schema
