#include "harness/issuer/scopes.h"

#include <algorithm>

namespace squall::harness {
namespace {

bool has(const std::vector<std::string>& scopes, const std::string& scope) {
  return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

}  // namespace

std::vector<std::string> scopes_of(std::string_view text) {
  std::vector<std::string> scopes;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    std::string scope(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!scope.empty() && !has(scopes, scope)) scopes.push_back(std::move(scope));
  }
  return scopes;
}

std::string scope_text(const std::vector<std::string>& scopes) {
  std::string text;
  for (const auto& scope : scopes) text += (text.empty() ? "" : " ") + scope;
  return text;
}

bool all_within(const std::vector<std::string>& scopes, const std::vector<std::string>& allowed) {
  return std::all_of(scopes.begin(), scopes.end(), [&](const std::string& scope) { return has(allowed, scope); });
}

}  // namespace squall::harness
