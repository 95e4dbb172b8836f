#include "chaos/proxy/engine.h"

#include <map>
#include <mutex>

#include "chaos/faults/registry.h"
#include "chaos/proxy/edge.h"
#include "chaos/proxy/served.h"

namespace squall::chaos {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Status;

struct Engine::Impl {
  Impl(const EngineOptions& given, Timeline& run_timeline) : options(given), timeline(run_timeline) {
    for (unsigned i = 0; i < std::max(1u, options.workers); ++i)
      loops.push_back(std::make_unique<net::Loop>(timeline.origin()));
  }

  Result<std::shared_ptr<Edge>> edge(const std::string& name) {
    const auto found = edges.find(name);
    if (found == edges.end()) return fail(ErrorKind::usage, "there is no edge '" + name + "'");
    return found->second;
  }

  const EngineOptions options;
  Timeline& timeline;
  std::vector<std::unique_ptr<net::Loop>> loops;
  std::size_t next_listener = 0;  // the loop that the next listening port is given to

  mutable std::mutex mutex;  // guards all but the loops; held while workers take a change over
  std::map<std::string, std::shared_ptr<Edge>> edges;
  std::map<std::string, std::shared_ptr<Served>> servers;
  bool stopped = false;
};

Engine::Engine(const EngineOptions& options, Timeline& timeline) : impl_(std::make_unique<Impl>(options, timeline)) {}
Engine::~Engine() {
  stop();
}

Result<std::uint16_t> Engine::add_edge(const EdgeConfig& config) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return fail(ErrorKind::unavailable, "the engine has been stopped");
  if (impl_->edges.count(config.name) > 0)
    return fail(ErrorKind::usage, "there are two edges named '" + config.name + "'");
  auto edge = Edge::open(config, impl_->loops, impl_->next_listener++, impl_->timeline, impl_->options);
  if (!edge) {
    auto error = edge.error();
    error.message = "edge '" + config.name + "': " + error.message;
    return fail(std::move(error));
  }
  const auto port = (*edge)->port();
  impl_->edges.emplace(config.name, std::move(*edge));
  return port;
}

Status Engine::remove_edge(const std::string& name) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  edge->close();
  impl_->edges.erase(name);
  return {};
}

Status Engine::set_upstream(const std::string& name, const std::string& host, std::uint16_t port) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  edge->set_upstream(host, port);
  return {};
}

Result<std::uint16_t> Engine::move_edge(const std::string& name, const std::string& host, std::uint16_t port) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  SQUALL_TRY(edge->move(host, port));
  return edge->port();
}

Status Engine::disable_edge(const std::string& name) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  edge->disable();
  return {};
}

Result<std::uint16_t> Engine::enable_edge(const std::string& name) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return fail(ErrorKind::unavailable, "the engine has been stopped");
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  SQUALL_TRY(edge->enable());
  return edge->port();
}

Status Engine::disconnect(const std::string& name) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  edge->disconnect();
  return {};
}

void Engine::stop_accepting() {
  const std::scoped_lock lock(impl_->mutex);
  for (const auto& [name, edge] : impl_->edges) edge->stop_accepting();
}

Result<std::string> Engine::add_fault(const std::string& name, const FaultSpec& spec) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return fail(ErrorKind::unavailable, "the engine has been stopped");
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  return edge->add_fault(spec);
}

Status Engine::update_fault(const std::string& name, const FaultSpec& spec) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return fail(ErrorKind::unavailable, "the engine has been stopped");
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  return edge->update_fault(spec);
}

Status Engine::remove_fault(const std::string& name, const std::string& id) {
  const std::scoped_lock lock(impl_->mutex);
  SQUALL_TRY_ASSIGN(const auto edge, impl_->edge(name));
  return edge->remove_fault(id);
}

void Engine::remove_all_faults() {
  const std::scoped_lock lock(impl_->mutex);
  for (const auto& [name, edge] : impl_->edges) edge->remove_all_faults();
}

Result<std::uint16_t> Engine::serve(const http::ServerConfig& config, http::Handler handler) {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return fail(ErrorKind::unavailable, "the engine has been stopped");
  if (impl_->servers.count(config.name) > 0)
    return fail(ErrorKind::usage, "there are two servers named '" + config.name + "'");
  auto served = Served::open(config, std::move(handler), impl_->loops, impl_->next_listener++, impl_->options.trouble);
  if (!served) {
    auto error = served.error();
    if (!config.name.empty()) error.message = "'" + config.name + "': " + error.message;
    return fail(std::move(error));
  }
  const auto port = (*served)->port();
  impl_->servers.emplace(config.name, std::move(*served));
  return port;
}

Status Engine::stop_serving(const std::string& name) {
  const std::scoped_lock lock(impl_->mutex);
  const auto found = impl_->servers.find(name);
  if (found == impl_->servers.end()) return fail(ErrorKind::usage, "there is no server '" + name + "'");
  found->second->close();
  impl_->servers.erase(found);
  return {};
}

std::size_t Engine::open_connections(const std::string& name) const {
  return counters(name).open;
}

EdgeCounts Engine::counters(const std::string& name) const {
  const std::scoped_lock lock(impl_->mutex);
  const auto found = impl_->edges.find(name);
  return found == impl_->edges.end() ? EdgeCounts{} : found->second->counts();
}

void Engine::stop() {
  const std::scoped_lock lock(impl_->mutex);
  if (impl_->stopped) return;
  impl_->stopped = true;
  for (const auto& [name, edge] : impl_->edges) edge->close();
  for (const auto& [name, served] : impl_->servers) served->close();
  for (const auto& loop : impl_->loops) loop->stop();
  impl_->edges.clear();
  impl_->servers.clear();
}

}  // namespace squall::chaos
