#pragma once
// The url a provider is given by: "http://127.0.0.1:8080", or with a path of its own.

#include <optional>
#include <string>

#include "contracts/core/result.h"

namespace squall::harness {

struct ProviderUrl {
  std::string origin;                    // "http://127.0.0.1:8080"
  std::optional<std::string> base_path;  // when the url has a path ("" for "/"): it stands for the contract's base path
};

// Errors (usage): no http or https url, user information, a query or fragment.
contracts::Result<ProviderUrl> parse_provider_url(const std::string& url);

}  // namespace squall::harness
