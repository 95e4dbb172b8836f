#include "harness/run/contracts_of.h"

#include "harness/check/shown_path.h"

namespace squall::harness {

tl::expected<Routers, std::vector<contracts::Error>> load_contracts(const System& system,
                                                                    const contracts::openapi::LoadOptions& options) {
  Routers by_service;
  // By the contract and the overlays on it.
  std::map<std::pair<std::string, std::vector<std::string>>, std::shared_ptr<const contracts::match::Router>> loaded;
  std::vector<contracts::Error> errors;
  for (const ServiceSpec& service : system.services) {
    if (service.contract.empty()) continue;
    const auto [entry, first_time] = loaded.try_emplace({service.contract, service.overlays});
    if (first_time) {
      contracts::openapi::LoadOptions load = options;
      for (const std::string& overlay : service.overlays) load.overlays.push_back(shown_path(overlay));
      const auto contract = contracts::openapi::load(shown_path(service.contract), load);
      if (contract) {
        entry->second = std::make_shared<const contracts::match::Router>(*contract);
      } else {
        errors.insert(errors.end(), contract.error().begin(), contract.error().end());
      }
    }
    by_service[service.name] = entry->second;
  }
  if (!errors.empty()) return tl::unexpected<std::vector<contracts::Error>>(std::move(errors));
  return by_service;
}

}  // namespace squall::harness
