#include "harness/consumer/stubs.h"

#include <utility>

#include "harness/stub/stub.h"
#include "harness/stub_state/remembering.h"

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

ConsumerStubs::ConsumerStubs(const std::vector<ConsumerProvider>& providers, Options options, chaos::Engine& engine)
    : providers_(providers),
      options_(std::move(options)),
      weather_(options_.wanted, options_.variation, options_.seed),
      system_(system_of(providers)),
      record_(system_, routers_of(providers)),
      pacts_(providers),
      keeping_(options_.pacts),
      engine_(engine) {}

ConsumerStubs::~ConsumerStubs() {
  for (const auto& [provider, url] : urls_) (void)engine_.stop_serving(options_.name + "/" + provider);
}

contracts::Status ConsumerStubs::start() {
  for (const auto& provider : providers_) {
    StubOptions options;
    options.seed = options_.seed;
    if (options_.stateful) {
      states_.push_back(std::make_shared<StateAnswers>(provider.router, options_.seed));
      options.responders.push_back(remembering(states_.back()));
    }
    options.changes.push_back(weather_.change_for(provider.name));
    options.observe = [this, name = provider.name](const StubExchange& exchange) {
      record_.observe(name, exchange);
      if (keeping_) pacts_.observe(name, exchange);
    };
    chaos::http::ServerConfig server;
    server.name = options_.name + "/" + provider.name;
    SQUALL_TRY_ASSIGN(const auto port, engine_.serve(server, make_stub(provider.router, std::move(options))));
    urls_[provider.name] = "http://127.0.0.1:" + std::to_string(port);
    for (const auto& variable : provider.variables) env_[variable] = urls_[provider.name];
  }
  return {};
}

void ConsumerStubs::begin_run() {
  for (const auto& state : states_) state->reset();
}

}  // namespace squall::harness
