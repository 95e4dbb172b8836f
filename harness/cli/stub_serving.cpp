#include "harness/cli/stub_serving.h"

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>
#include <ostream>
#include <utility>

#include "chaos/net/descriptor_limit.h"
#include "chaos/proxy/engine.h"
#include "harness/cli/signals.h"

namespace squall::harness {

struct StubServing::Impl {
  explicit Impl(Invocation& given)
      : invocation(given), signals(std::map<int, std::function<void()>>{{SIGHUP, [this] { ask(); }}}) {}

  void ask() {
    {
      const std::scoped_lock lock(mutex);
      asked = true;
    }
    changed.notify_all();
  }

  Invocation& invocation;
  std::shared_ptr<std::mutex> voice = std::make_shared<std::mutex>();
  std::mutex mutex;  // guards asked
  std::condition_variable_any changed;
  bool asked = false;
  SignalWatch signals;
  chaos::Timeline timeline;
  std::unique_ptr<chaos::Engine> engine;
};

StubServing::StubServing(Invocation& invocation) : impl_(std::make_unique<Impl>(invocation)) {}
StubServing::~StubServing() = default;

std::function<void(const std::string&)> StubServing::tell() const {
  return [&err = impl_->invocation.err, voice = impl_->voice](const std::string& text) {
    const std::scoped_lock lock(*voice);
    err << text << std::flush;
  };
}

std::function<void(const std::string&)> StubServing::say() const {
  return [tell = tell()](const std::string& what) { tell("squall: " + what + "\n"); };
}

void StubServing::start(unsigned workers, std::uint64_t seed) {
  chaos::net::raise_descriptor_limit();
  chaos::EngineOptions options;
  options.workers = workers;
  options.seed = seed;
  options.trouble = say();
  impl_->engine = std::make_unique<chaos::Engine>(options, impl_->timeline);
}

contracts::Result<std::uint16_t> StubServing::listen(const std::string& name, const std::string& host,
                                                     std::uint16_t port,
                                                     const std::optional<chaos::tls::Listening>& tls,
                                                     chaos::http::Handler handler) {
  chaos::http::ServerConfig server;
  server.name = name;
  server.host = host;
  server.port = port;
  server.tls = tls;
  return impl_->engine->serve(server, std::move(handler));
}

void StubServing::wait(const std::function<void(bool)>& look) {
  const std::stop_token stop = impl_->signals.token();
  std::unique_lock lock(impl_->mutex);
  while (!stop.stop_requested()) {
    impl_->changed.wait_for(lock, stop, std::chrono::milliseconds(500), [this] { return impl_->asked; });
    const bool asked = std::exchange(impl_->asked, false);
    if (!look || stop.stop_requested()) continue;
    lock.unlock();
    look(asked);
    lock.lock();
  }
}

ExitCode StubServing::stop() {
  impl_->engine->stop();
  return impl_->signals.received().value_or(ExitCode::held);
}

}  // namespace squall::harness
