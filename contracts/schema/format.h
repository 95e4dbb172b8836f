#pragma once
// The values of `format` that are checked: those of JSON Schema and of the OpenAPI format registry. A new one is a
// function, a row in format_registry.cpp and a test row. Unknown formats hold always, as do those that say nothing
// about the text (password, binary, html, commonmark).

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
// The same, as JSON Schema had it before 2020-12.
const Format* find_older_format(std::string_view name);

bool is_date(std::string_view text);                   // RFC 3339, full-date
bool is_time(std::string_view text);                   // RFC 3339, full-time
bool is_date_time(std::string_view text);              // RFC 3339, date-time
bool is_duration(std::string_view text);               // RFC 3339, appendix A
bool is_email(std::string_view text);                  // RFC 5321, section 4.1.2
bool is_idn_email(std::string_view text);              // RFC 6531
bool is_hostname(std::string_view text);               // RFC 1123, section 2.1, and RFC 5891 for xn-- labels
bool is_idn_hostname(std::string_view text);           // RFC 5890 to 5893
bool is_ipv4(std::string_view text);                   // RFC 2673, section 3.2
bool is_ipv6(std::string_view text);                   // RFC 4291, section 2.2
bool is_uri(std::string_view text);                    // RFC 3986
bool is_uri_reference(std::string_view text);          // RFC 3986
bool is_iri(std::string_view text);                    // RFC 3987
bool is_iri_reference(std::string_view text);          // RFC 3987
bool is_uri_template(std::string_view text);           // RFC 6570
bool is_relative_json_pointer(std::string_view text);  // draft-bhutton-relative-json-pointer-00
// draft-handrews-relative-json-pointer-02, which 2019-09 and what came before it name: an index cannot be moved.
bool is_older_relative_json_pointer(std::string_view text);
bool is_uuid(std::string_view text);             // RFC 4122
bool is_regex(std::string_view text);            // ECMA-262
bool is_base64(std::string_view text);           // RFC 4648, section 4
bool is_base64url(std::string_view text);        // RFC 4648, section 5; padding may be left out
bool is_character(std::string_view text);        // one code point
bool is_date_time_local(std::string_view text);  // RFC 3339, without the offset
bool is_time_local(std::string_view text);       // RFC 3339, partial-time
bool is_decimal(std::string_view text);          // a number as JSON writes it, in a string
bool is_http_date(std::string_view text);        // RFC 9110, section 5.6.7
bool is_media_range(std::string_view text);      // RFC 9110, section 12.5.1
bool is_sf_string(std::string_view text);        // RFC 8941: with or without its quotes
bool is_sf_token(std::string_view text);
bool is_sf_binary(std::string_view text);  // with or without its colons
bool is_sf_boolean(std::string_view text);
// Numbers, by exact value.
bool is_sf_integer(std::string_view lexeme);
bool is_sf_decimal(std::string_view lexeme);
bool is_int8(std::string_view lexeme);
bool is_int16(std::string_view lexeme);
bool is_int32(std::string_view lexeme);
bool is_int64(std::string_view lexeme);
bool is_uint8(std::string_view lexeme);
bool is_uint16(std::string_view lexeme);
bool is_uint32(std::string_view lexeme);
bool is_uint64(std::string_view lexeme);
bool is_float(std::string_view lexeme);       // within the range of binary32
bool is_double(std::string_view lexeme);      // within the range of binary64
bool is_double_int(std::string_view lexeme);  // whole, and exact in a binary64

}  // namespace squall::contracts::schema
