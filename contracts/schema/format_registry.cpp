#include <algorithm>
#include <array>

#include "contracts/core/pointer.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

// By name, for binary search.
constexpr std::array kFormats = {
    Format{"base64url", Kind::string, is_base64url, "base64url (RFC 4648)"},
    Format{"byte", Kind::string, is_base64, "base64 (RFC 4648)"},
    Format{"char", Kind::string, is_character, "a single character"},
    Format{"date", Kind::string, is_date, "a date (RFC 3339) such as 2024-05-01"},
    Format{"date-time", Kind::string, is_date_time, "a date-time (RFC 3339) such as 2024-05-01T12:00:00Z"},
    Format{"date-time-local", Kind::string, is_date_time_local,
           "a date and time without an offset such as 2024-05-01T12:00:00"},
    Format{"decimal", Kind::string, is_decimal, "a decimal number such as 12.50"},
    Format{"decimal128", Kind::string, is_decimal, "a decimal number such as 12.50"},
    Format{"double", Kind::number, is_double, "a number within the range of a double"},
    Format{"double-int", Kind::number, is_double_int, "a whole number that a double holds exactly"},
    Format{"duration", Kind::string, is_duration, "a duration (RFC 3339) such as PT1H30M"},
    Format{"email", Kind::string, is_email, "an email address (RFC 5321)"},
    Format{"float", Kind::number, is_float, "a number within the range of a float"},
    Format{"hostname", Kind::string, is_hostname, "a host name (RFC 1123)"},
    Format{"http-date", Kind::string, is_http_date, "a date of HTTP such as Sun, 06 Nov 1994 08:49:37 GMT"},
    Format{"idn-email", Kind::string, is_idn_email, "an email address (RFC 6531)"},
    Format{"idn-hostname", Kind::string, is_idn_hostname, "an international host name (RFC 5890)"},
    Format{"int16", Kind::number, is_int16, "a whole number of 16 bits"},
    Format{"int32", Kind::number, is_int32, "a whole number of 32 bits"},
    Format{"int64", Kind::number, is_int64, "a whole number of 64 bits"},
    Format{"int8", Kind::number, is_int8, "a whole number of 8 bits"},
    Format{"ipv4", Kind::string, is_ipv4, "an IPv4 address such as 192.0.2.1"},
    Format{"ipv6", Kind::string, is_ipv6, "an IPv6 address such as 2001:db8::1"},
    Format{"iri", Kind::string, is_iri, "an absolute IRI (RFC 3987)"},
    Format{"iri-reference", Kind::string, is_iri_reference, "an IRI reference (RFC 3987)"},
    Format{"json-pointer", Kind::string, is_json_pointer, "a JSON Pointer (RFC 6901)"},
    Format{"media-range", Kind::string, is_media_range, "a media range such as text/*"},
    Format{"regex", Kind::string, is_regex, "a regular expression (ECMA-262)"},
    Format{"relative-json-pointer", Kind::string, is_relative_json_pointer, "a relative JSON Pointer"},
    Format{"sf-binary", Kind::string, is_sf_binary, "a byte sequence of structured fields (RFC 8941)"},
    Format{"sf-boolean", Kind::string, is_sf_boolean, "?0 or ?1 (RFC 8941)"},
    Format{"sf-decimal", Kind::number, is_sf_decimal, "a decimal of structured fields (RFC 8941)"},
    Format{"sf-integer", Kind::number, is_sf_integer, "an integer of structured fields (RFC 8941)"},
    Format{"sf-string", Kind::string, is_sf_string, "a string of structured fields (RFC 8941)"},
    Format{"sf-token", Kind::string, is_sf_token, "a token of structured fields (RFC 8941)"},
    Format{"time", Kind::string, is_time, "a time (RFC 3339) such as 12:00:00Z"},
    Format{"time-local", Kind::string, is_time_local, "a time without an offset such as 12:00:00"},
    Format{"uint16", Kind::number, is_uint16, "a whole number from 0 to 65535"},
    Format{"uint32", Kind::number, is_uint32, "a whole number from 0 to 4294967295"},
    Format{"uint64", Kind::number, is_uint64, "a whole number of 64 bits, not negative"},
    Format{"uint8", Kind::number, is_uint8, "a whole number from 0 to 255"},
    Format{"uri", Kind::string, is_uri, "an absolute URI (RFC 3986)"},
    Format{"uri-reference", Kind::string, is_uri_reference, "a URI reference (RFC 3986)"},
    Format{"uri-template", Kind::string, is_uri_template, "a URI template (RFC 6570)"},
    Format{"uuid", Kind::string, is_uuid, "a UUID (RFC 4122)"}};

constexpr Format kOlderRelativePointer{"relative-json-pointer", Kind::string, is_older_relative_json_pointer,
                                       "a relative JSON Pointer"};

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* find_format(std::string_view name) {
  const auto* found =
      std::lower_bound(kFormats.begin(), kFormats.end(), name,
                       [](const Format& format, std::string_view wanted) { return format.name < wanted; });
  return found != kFormats.end() && found->name == name ? found : nullptr;
}

const Format* find_older_format(std::string_view name) {
  return name == kOlderRelativePointer.name ? &kOlderRelativePointer : find_format(name);
}

}  // namespace squall::contracts::schema
