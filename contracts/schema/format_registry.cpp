#include <algorithm>
#include <array>

#include "contracts/core/pointer.h"
#include "contracts/schema/format.h"

namespace squall::contracts::schema {
namespace {

// By name, for binary search.
constexpr std::array kFormats = {
    Format{"byte", Kind::string, is_base64, "base64 (RFC 4648)"},
    Format{"date", Kind::string, is_date, "a date (RFC 3339) such as 2024-05-01"},
    Format{"date-time", Kind::string, is_date_time, "a date-time (RFC 3339) such as 2024-05-01T12:00:00Z"},
    Format{"duration", Kind::string, is_duration, "a duration (RFC 3339) such as PT1H30M"},
    Format{"email", Kind::string, is_email, "an email address (RFC 5321)"},
    Format{"hostname", Kind::string, is_hostname, "a host name (RFC 1123)"},
    Format{"idn-email", Kind::string, is_idn_email, "an email address (RFC 6531)"},
    Format{"idn-hostname", Kind::string, is_idn_hostname, "an international host name (RFC 5890)"},
    Format{"int32", Kind::number, is_int32, "a whole number of 32 bits"},
    Format{"int64", Kind::number, is_int64, "a whole number of 64 bits"},
    Format{"ipv4", Kind::string, is_ipv4, "an IPv4 address such as 192.0.2.1"},
    Format{"ipv6", Kind::string, is_ipv6, "an IPv6 address such as 2001:db8::1"},
    Format{"iri", Kind::string, is_iri, "an absolute IRI (RFC 3987)"},
    Format{"iri-reference", Kind::string, is_iri_reference, "an IRI reference (RFC 3987)"},
    Format{"json-pointer", Kind::string, is_json_pointer, "a JSON Pointer (RFC 6901)"},
    Format{"regex", Kind::string, is_regex, "a regular expression (ECMA-262)"},
    Format{"relative-json-pointer", Kind::string, is_relative_json_pointer, "a relative JSON Pointer"},
    Format{"time", Kind::string, is_time, "a time (RFC 3339) such as 12:00:00Z"},
    Format{"uri", Kind::string, is_uri, "an absolute URI (RFC 3986)"},
    Format{"uri-reference", Kind::string, is_uri_reference, "a URI reference (RFC 3986)"},
    Format{"uri-template", Kind::string, is_uri_template, "a URI template (RFC 6570)"},
    Format{"uuid", Kind::string, is_uuid, "a UUID (RFC 4122)"}};

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

}  // namespace squall::contracts::schema
