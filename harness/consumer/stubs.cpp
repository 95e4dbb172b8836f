#include "harness/consumer/stubs.h"

#include <utility>

#include "harness/stub/stub.h"

namespace squall::harness {
namespace {

System system_of(const std::vector<ConsumerProvider>& providers) {
  System system;
  for (const auto& provider : providers) {
    ServiceSpec service;
    service.name = provider.name;
    service.contract = provider.file;
    service.stub = StubSpec{};
    system.services.push_back(std::move(service));
  }
  return system;
}

ConsumerRecord::Routers routers_of(const std::vector<ConsumerProvider>& providers) {
  ConsumerRecord::Routers routers;
  for (const auto& provider : providers) routers[provider.name] = provider.router;
  return routers;
}

}  // namespace

ConsumerStubs::ConsumerStubs(const std::vector<ConsumerProvider>& providers, std::vector<const Variation*> wanted,
                             const VariationOptions& options, std::uint64_t seed, chaos::Timeline& timeline)
    : providers_(providers),
      seed_(seed),
      weather_(std::move(wanted), options, seed),
      system_(system_of(providers)),
      record_(system_, routers_of(providers)),
      engine_({1, seed}, timeline) {}

contracts::Status ConsumerStubs::start() {
  for (const auto& provider : providers_) {
    StubOptions options;
    options.seed = seed_;
    options.changes.push_back(weather_.change_for(provider.name));
    options.observe = [this, name = provider.name](const StubExchange& exchange) { record_.observe(name, exchange); };
    chaos::http::ServerConfig server;
    server.name = provider.name;
    SQUALL_TRY_ASSIGN(const auto port, engine_.serve(server, make_stub(provider.router, std::move(options))));
    for (const auto& variable : provider.variables) env_[variable] = "http://127.0.0.1:" + std::to_string(port);
  }
  return {};
}

}  // namespace squall::harness
