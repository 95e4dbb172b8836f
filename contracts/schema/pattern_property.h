#pragma once
// Unicode properties in patterns: what ECMA-262 calls them (UnicodePropertyValueExpression), as PCRE2 does.

#include <string>
#include <string_view>

namespace squall::contracts::schema {

// What PCRE2 takes for \p{property}, or for \P{property} when negated: "Letter", "Script=Greek", "gc=Lu". Not strict:
// "IsGreek", too. A name that nobody knows is passed on, and PCRE2 refuses it.
std::string property_for_pcre2(std::string_view property, bool negated, bool strict);

}  // namespace squall::contracts::schema
