#pragma once
// The grammars of single texts in an OpenAPI document.

#include <string>
#include <string_view>
#include <vector>

#include "contracts/openapi/structure_rules.h"

namespace squall::contracts::openapi {

bool is_schema_type(std::string_view text, Versions version);
bool is_uri_reference(std::string_view text);   // characters of RFC 3986 only; no check by scheme
bool has_scheme(std::string_view uri);          // of an absolute URI: "urn:a"
bool is_email(std::string_view text);           // something@something
bool is_component_name(std::string_view text);  // ^[a-zA-Z0-9._-]+$
bool is_header_name(std::string_view text);     // token, RFC 9110, section 5.6.2
bool is_anchor_name(std::string_view text);     // ^[A-Za-z_][-A-Za-z0-9._]*$
bool is_status_key(std::string_view text);      // "200", "4XX", "default"
bool is_word_of(std::string_view word, std::string_view words);
std::vector<std::string> words_of(std::string_view words);
std::string with_article(const std::string& noun, bool capital = false);  // "an Info Object"

// The names in braces of a path or URL template, in order; nullopt-like: `broken` when braces do not pair.
struct TemplateNames {
  std::vector<std::string> names;
  bool broken = false;
};
TemplateNames template_names(std::string_view text);

}  // namespace squall::contracts::openapi
