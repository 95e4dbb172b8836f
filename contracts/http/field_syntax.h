#pragma once
// The syntax of field values (RFC 9110), as far as answers are judged by it. Pure predicates on one value each.

#include <string_view>
#include <vector>

namespace squall::contracts::http {

bool is_token(std::string_view text);        // RFC 9110, section 5.6.2; not empty
bool is_field_value(std::string_view text);  // no control characters but a tab (section 5.5)
// IMF-fixdate, the only form that may be sent (section 5.6.7). Ranges are checked, the day of the week is not.
bool is_imf_fixdate(std::string_view text);
bool is_obsolete_date(std::string_view text);  // the two forms that recipients still accept
bool is_entity_tag(std::string_view text);     // section 8.8.3: "x", W/"x"
bool is_uri_reference(std::string_view text);  // RFC 3986, section 4.1; "" is none here
bool is_content_range(std::string_view text);  // section 14.4: "bytes 0-4/10", "bytes */10"
bool is_digits(std::string_view text);         // not empty
// The members of a comma-separated list (section 5.6.1), without white space around them and without empty ones; commas
// inside quoted strings do not separate.
std::vector<std::string_view> list_members(std::string_view text);
std::string_view trimmed(std::string_view text);  // without spaces and tabs around it

}  // namespace squall::contracts::http
