#pragma once
// Lists of scopes (RFC 6749, section 3.3).

#include <string>
#include <string_view>
#include <vector>

namespace squall::harness {

std::vector<std::string> scopes_of(std::string_view text);  // each once, in order
std::string scope_text(const std::vector<std::string>& scopes);
bool all_within(const std::vector<std::string>& scopes, const std::vector<std::string>& allowed);

}  // namespace squall::harness
