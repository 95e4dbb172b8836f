#pragma once
// URI references (RFC 3986): splitting and resolution, for $id and $ref.

#include <string>
#include <string_view>

namespace squall::contracts::schema {

struct Uri {
  std::string scheme;  // without the colon; "" for a relative reference
  bool has_authority = false;
  std::string authority;
  std::string path;
  bool has_query = false;
  std::string query;
};

// Takes the text before '#'.
Uri parse_uri(std::string_view text);
std::string to_string(const Uri& uri);
// Section 5.2 without the fragment: `reference` may carry one, which is dropped, as is the base's.
std::string resolve_uri(std::string_view base, std::string_view reference);
// What follows '#', percent-decoded; "" when there is none.
std::string fragment_of(std::string_view reference);
std::string_view without_fragment(std::string_view reference);

}  // namespace squall::contracts::schema
