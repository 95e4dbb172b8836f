#include "harness/cli/stub_site.h"

#include <utility>

#include "harness/cli/told_violations.h"
#include "harness/issuer/token_guard.h"

namespace squall::harness {

StubSite::StubSite(SiteSettings settings) : settings_(std::move(settings)) {
  const std::string& contract = settings_.place.contract;
  watch_with(contracts::openapi::is_on_network(contract) ? std::vector<std::string>{} : std::vector{contract});
}

tl::expected<StubSite::Version, StubSite::Errors> StubSite::read() const {
  const auto contract = contracts::openapi::load(settings_.place.contract, load_options(*settings_.load));
  if (!contract) return tl::unexpected<Errors>(contract.error());
  auto version = std::make_shared<SiteVersion>();
  version->router = std::make_shared<const contracts::match::Router>(*contract);
  StubOptions stub = settings_.stub;
  stub.observe = violations_to(settings_.tell, **contract);
  if (settings_.issuer) stub.responders.push_back(token_guard(settings_.issuer, stub.answers, stub.seed));
  CallSettings calls = settings_.calls;
  calls.answers = stub.answers;
  calls.seed = stub.seed;
  auto behaviour =
      StubBehaviour::add(*settings_.behaviour,
                         {version->router, settings_.rules, settings_.journal,
                          std::make_shared<const StubCalls>(version->router, std::move(calls)), settings_.say},
                         stub);
  if (!behaviour) return tl::unexpected<Errors>(std::move(behaviour).error());
  version->behaviour = std::move(*behaviour);
  version->handler = make_stub(version->router, std::move(stub));
  return Version(std::move(version));
}

void StubSite::serve(Version version) {
  const std::scoped_lock lock(mutex_);
  version_.swap(version);
}

StubSite::Version StubSite::version() const {
  const std::scoped_lock lock(mutex_);
  return version_;
}

chaos::http::Handler StubSite::handler() const {
  return [this](const chaos::http::Incoming& incoming) {
    const Version version = this->version();
    chaos::http::Reply reply = version->handler(incoming);
    if (!reply.deliver) return reply;
    // What is delivered in steps refers to the version's faults.
    reply.deliver = [version, deliver = std::move(reply.deliver)](const contracts::http::Response& response) {
      return deliver(response);
    };
    return reply;
  };
}

void StubSite::watch() {
  watch_with(contract_files(settings_.place.contract));
}

void StubSite::watch_with(std::vector<std::string> files) {
  if (!files.empty()) files.insert(files.end(), settings_.load->overlays.begin(), settings_.load->overlays.end());
  if (!settings_.rules.empty()) files.push_back(settings_.rules);
  files_.watch(files);
}

}  // namespace squall::harness
