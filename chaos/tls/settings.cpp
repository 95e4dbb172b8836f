#include "chaos/tls/settings.h"

#include <strings.h>

namespace squall::chaos::tls {

bool name_fits(const std::string& pattern, const std::string& server_name) {
  if (!pattern.starts_with("*.")) return ::strcasecmp(pattern.c_str(), server_name.c_str()) == 0;
  const auto dot = server_name.find('.');
  return dot != std::string::npos && dot > 0 && ::strcasecmp(pattern.c_str() + 1, server_name.c_str() + dot) == 0;
}

const Route* route_of(const std::vector<Route>& routes, const std::string& server_name) {
  const Route* widest = nullptr;
  for (const auto& route : routes) {
    if (!name_fits(route.server_name, server_name)) continue;
    if (!route.server_name.starts_with("*.")) return &route;
    if (widest == nullptr) widest = &route;
  }
  return widest;
}

}  // namespace squall::chaos::tls
