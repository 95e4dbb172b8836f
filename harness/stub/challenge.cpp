#include "harness/stub/challenge.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace squall::harness {
namespace {

using contracts::openapi::SecurityScheme;

// RFC 6750, section 3, for tokens; RFC 7617, section 2, for Basic, which needs a realm; RFC 7616,
// section 3.3, for Digest, which needs a nonce as well: any will do, as answers to it are not checked.
std::string challenge(const SecurityScheme& scheme) {
  if (scheme.type == "apiKey") return "ApiKey";
  if (scheme.type != "http" || scheme.scheme.empty()) return "Bearer";
  std::string name = scheme.scheme;
  name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
  if (name == "Basic") return "Basic realm=\"*\"";
  return name == "Digest" ? "Digest realm=\"*\", nonce=\"abc123\"" : name;
}

}  // namespace

std::string challenges_of(const contracts::openapi::Contract& contract,
                          const contracts::openapi::Operation& operation) {
  std::vector<std::string> all;
  const auto add = [&all](const SecurityScheme& scheme) {
    std::string one = challenge(scheme);
    if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
  };
  for (const auto& alternative : operation.security) {
    for (const auto& requirement : alternative) {
      if (const auto* scheme = contract.security_scheme(requirement.first)) add(*scheme);
    }
  }
  if (all.empty()) {
    for (const auto& scheme : contract.security_schemes) add(scheme);
  }
  if (all.empty()) all.emplace_back("Basic realm=\"*\"");
  std::string text;
  for (const auto& one : all) text += (text.empty() ? "" : ", ") + one;
  return text;
}

}  // namespace squall::harness
