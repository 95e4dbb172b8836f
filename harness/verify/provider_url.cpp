#include "harness/verify/provider_url.h"

namespace squall::harness {

contracts::Result<ProviderUrl> parse_provider_url(const std::string& url) {
  const auto scheme = url.find("://");
  const auto authority = scheme == std::string::npos ? 0 : scheme + 3;
  const auto slash = url.find('/', authority);
  std::string shown = url;  // without what may be a password
  if (const auto at = url.substr(0, slash).rfind('@'); at != std::string::npos && at > authority)
    shown.replace(authority, at - authority, "[redacted]");
  const auto refuse = [&](const std::string& why) {
    return contracts::fail(contracts::ErrorKind::usage, "'" + shown + "' " + why, {},
                           "a url such as http://127.0.0.1:8080 is expected");
  };
  if (scheme == std::string::npos || (url.substr(0, scheme) != "http" && url.substr(0, scheme) != "https")) {
    return refuse("is no http or https url");
  }
  if (url.find_first_of("?#") != std::string::npos) return refuse("has a query or a fragment");
  ProviderUrl result;
  result.origin = url.substr(0, slash);
  if (result.origin.size() == authority) return refuse("has no host");
  if (result.origin.find('@') != std::string::npos) return refuse("has user information: give a header instead");
  if (slash == std::string::npos) return result;
  std::string path = url.substr(slash);
  while (!path.empty() && path.back() == '/') path.pop_back();
  result.base_path = std::move(path);
  return result;
}

}  // namespace squall::harness
