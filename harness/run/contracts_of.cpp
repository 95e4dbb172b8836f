#include "harness/run/contracts_of.h"

#include "harness/check/shown_path.h"

namespace squall::harness {

tl::expected<Routers, std::vector<contracts::Error>> load_contracts(const System& system) {
  Routers by_service;
  std::map<std::string, std::shared_ptr<const contracts::match::Router>> by_path;
  std::vector<contracts::Error> errors;
  for (const ServiceSpec& service : system.services) {
    if (service.contract.empty()) continue;
    if (const auto known = by_path.find(service.contract); known != by_path.end()) {
      by_service[service.name] = known->second;
      continue;
    }
    auto contract = contracts::openapi::load(shown_path(service.contract));
    if (!contract) {
      errors.insert(errors.end(), contract.error().begin(), contract.error().end());
      by_path[service.contract] = nullptr;
      continue;
    }
    by_path[service.contract] = std::make_shared<const contracts::match::Router>(*contract);
    by_service[service.name] = by_path[service.contract];
  }
  if (!errors.empty()) return tl::unexpected<std::vector<contracts::Error>>(std::move(errors));
  return by_service;
}

}  // namespace squall::harness
