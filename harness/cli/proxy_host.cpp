#include "harness/cli/proxy_host.h"

#include <filesystem>
#include <mutex>
#include <ostream>
#include <thread>

#include "chaos/toxiproxy/config_file.h"
#include "chaos/toxiproxy/control_server.h"
#include "chaos/toxiproxy/journal.h"
#include "chaos/toxiproxy/metrics_text.h"
#include "contracts/core/units.h"
#include "contracts/match/router.h"
#include "contracts/openapi/contract.h"
#include "harness/cli/contract_files.h"
#include "harness/cli/line_log.h"
#include "harness/cli/proxy_tellers.h"
#include "harness/watch/drift_text.h"

namespace squall::harness {
namespace {

namespace toxi = chaos::toxiproxy;
using contracts::ErrorKind;
using contracts::fail;

constexpr std::size_t kRecordsKept = 1000;  // a standalone proxy counts, it does not keep a history

contracts::Error error_of(const toxi::ApiError& error) {
  return {error.status < 500 ? ErrorKind::usage : ErrorKind::unavailable, error.message, {}, ""};
}

contracts::Result<std::shared_ptr<const contracts::match::Router>> router_of(const std::string& path) {
  auto contract = contracts::openapi::load(path);
  if (!contract) return fail(contract.error().front());
  return std::make_shared<const contracts::match::Router>(*contract);
}

std::string where_to(const toxi::Proxy& proxy) {
  std::string text = proxy.upstream + (proxy.upstream_tls ? " over TLS" : "");
  for (const auto& route : proxy.routes) {
    text += (text.empty() ? "" : ", ") + route.server_name + " to " + address_text(route.host, route.port);
  }
  return text;
}

}  // namespace

struct ProxyHost::Impl {
  Impl(const ProxyOptions& given, const ProxyPlan& wanted)
      : options(given), plan(wanted), origin(toxi::calendar_origin(timeline)) {}

  contracts::Status open(std::ostream& out, std::ostream& err) {
    timeline.keep_at_most(kRecordsKept);
    chaos::EdgeConfig edges;
    const auto trouble = trouble_to(err);
    edges.tls_trouble = trouble;
    edges.connect_timeout = plan.connect_timeout;
    edges.head_timeout = plan.head_timeout.value_or(edges.head_timeout);
    if (options.log == "json") log = std::make_unique<LineLog>(out, lost_event);
    if (!options.contract.empty()) {
      SQUALL_TRY_ASSIGN(edges.contract, router_of(options.contract));
    }
    if (plan.watch_share > 0) {
      watch = std::make_unique<ContractWatch>(
          edges.contract, WatchOptions{plan.watch_share, log ? drift_events_to(*log, origin) : drift_lines_to(err)});
      edges.observe = [this](const chaos::Exchange& exchange) { watch->observe(exchange); };
    }
    if (log) {
      edges.ended = [this](const chaos::Attempt& attempt) { log->write(toxi::journal_entry(attempt, origin)); };
    }
    chaos::EngineOptions engine_options;
    engine_options.workers = options.workers;
    engine_options.seed = plan.seed;
    engine_options.max_faulted_share = plan.max_faulted_share;
    engine_options.trouble = trouble;
    engine = std::make_unique<chaos::Engine>(engine_options, timeline);
    proxies = std::make_unique<toxi::Proxies>(*engine, edges);
    configured = plan.configured;
    file = state_of(options.config);
    SQUALL_TRY(open_proxies());
    return plan.control ? serve() : contracts::Status{};
  }

  contracts::Status open_proxies() {
    if (plan.proxy) {
      if (const auto opened = proxies->create(*plan.proxy); !opened) return fail(error_of(opened.error()));
    }
    for (const auto& proxy : configured) {
      const auto opened = proxies->create(proxy);
      if (!opened) {
        auto error = error_of(opened.error());
        error.location.file = options.config;
        return fail(std::move(error));
      }
    }
    return {};
  }

  contracts::Status serve() {
    toxi::Api api{
        *proxies, [this] { return metrics(); }, [this](const std::string& edge) { return journal(edge); }, {}};
    if (watch) api.drift = [this] { return drift_json(watch->seen(), options.contract, origin); };
    SQUALL_TRY_ASSIGN(server, toxi::ControlServer::open(
                                  plan.control->host, plan.control->port,
                                  [api](const toxi::ApiRequest& request) { return toxi::answer(api, request); }));
    return {};
  }

  std::string metrics() const {
    std::vector<std::pair<toxi::Proxy, chaos::EdgeCounts>> edges;
    for (auto& proxy : proxies->all()) {
      auto counts = proxies->counters(proxy.name);
      edges.emplace_back(std::move(proxy), std::move(counts));
    }
    return toxi::metrics_text(edges) + (options.runtime_metrics ? toxi::process_metrics_text() : "");
  }

  std::string journal(const std::string& edge) const {
    auto attempts = timeline.slice(chaos::Instant::min(), chaos::Instant::max()).attempts;
    if (!edge.empty()) std::erase_if(attempts, [&](const auto& attempt) { return attempt.edge != edge; });
    return toxi::journal(attempts, origin);
  }

  const ProxyOptions options;
  const ProxyPlan plan;
  chaos::Timeline timeline;
  const std::chrono::system_clock::time_point origin;
  std::unique_ptr<LineLog> log;          // none: nobody reads one
  std::unique_ptr<ContractWatch> watch;  // none: nothing is watched
  std::unique_ptr<chaos::Engine> engine;
  std::unique_ptr<toxi::Proxies> proxies;
  std::unique_ptr<toxi::ControlServer> server;
  std::mutex reload_mutex;
  std::vector<toxi::Proxy> configured;  // the config file as it was read last
  FileState file{};
};

ProxyHost::ProxyHost(const ProxyOptions& options, const ProxyPlan& plan)
    : impl_(std::make_unique<Impl>(options, plan)) {}

ProxyHost::~ProxyHost() {
  impl_->server.reset();  // before what it asks
  impl_->proxies.reset();
  impl_->engine.reset();
}

contracts::Result<std::unique_ptr<ProxyHost>> ProxyHost::open(const ProxyOptions& options, const ProxyPlan& plan,
                                                              std::ostream& out, std::ostream& err) {
  std::unique_ptr<ProxyHost> host(new ProxyHost(options, plan));
  SQUALL_TRY(host->impl_->open(out, err));
  return host;
}

std::string ProxyHost::greeting() const {
  std::string text;
  const std::string seed = ", seed " + std::to_string(impl_->plan.seed);
  if (impl_->plan.proxy) {
    const auto proxy = impl_->proxies->find(impl_->plan.proxy->name);
    const std::size_t faults = impl_->plan.proxy->toxics.size();
    text += "listening on " + (proxy ? proxy->listen : "") + (impl_->plan.proxy->tls ? " with TLS" : "") +
            ", forwarding " + impl_->options.protocol + " to " + where_to(*impl_->plan.proxy) + ", " +
            std::to_string(faults) + (faults == 1 ? " fault" : " faults") + seed + "\n";
  }
  if (impl_->server) {
    const std::size_t proxies = impl_->proxies->all().size();
    text += "control API on http://" + address_text(impl_->plan.control->host, impl_->server->port()) + ", " +
            std::to_string(proxies) + (proxies == 1 ? " proxy" : " proxies") + seed + "\n";
  }
  return text;
}

std::string ProxyHost::counters() const {
  chaos::EdgeCounts sum;
  for (const auto& proxy : impl_->proxies->all()) {
    const auto counts = impl_->proxies->counters(proxy.name);
    sum.open += counts.open;
    sum.connections += counts.connections;
    sum.attempts += counts.attempts;
    sum.faulted += counts.faulted;
    sum.bytes_up += counts.bytes_up;
    sum.bytes_down += counts.bytes_down;
    sum.datagrams_up += counts.datagrams_up;
    sum.datagrams_down += counts.datagrams_down;
    sum.overflowed += counts.overflowed;
  }
  std::string datagrams;
  if (sum.datagrams_up + sum.datagrams_down + sum.overflowed > 0) {
    datagrams = ", " + std::to_string(sum.datagrams_up) + " datagrams up, " + std::to_string(sum.datagrams_down) +
                " down, " + std::to_string(sum.overflowed) + " for which there was no room";
  }
  return std::to_string(sum.open) + " open of " + std::to_string(sum.connections) + " connections, " +
         std::to_string(sum.attempts) + " attempts, " + std::to_string(sum.faulted) + " with faults, " +
         contracts::format_size(sum.bytes_up) + " up, " + contracts::format_size(sum.bytes_down) + " down" + datagrams;
}

std::optional<Watched> ProxyHost::watched() const {
  return impl_->watch ? std::optional(impl_->watch->seen()) : std::nullopt;
}

std::chrono::system_clock::time_point ProxyHost::origin() const {
  return impl_->origin;
}

void ProxyHost::reset() {
  (void)impl_->proxies->reset();  // a proxy that cannot be opened again stays closed; its toxics are gone
}

bool ProxyHost::config_changed() {
  if (impl_->options.config.empty()) return false;
  const std::scoped_lock lock(impl_->reload_mutex);
  return state_of(impl_->options.config) != impl_->file;
}

std::vector<std::string> ProxyHost::reload() {
  if (impl_->options.config.empty()) return {};
  const std::scoped_lock lock(impl_->reload_mutex);
  impl_->file = state_of(impl_->options.config);
  auto now = toxi::load_config(impl_->options.config);
  if (!now) return {contracts::to_string(now.error()) + "; everything stays as it is"};
  auto troubles = toxi::apply(*impl_->proxies, toxi::plan_reload(impl_->configured, *now));
  impl_->configured = std::move(*now);
  return troubles;
}

bool ProxyHost::drain(std::chrono::nanoseconds patience) {
  impl_->server.reset();  // who starts anew on its port need not wait
  impl_->engine->stop_accepting();
  const auto end = std::chrono::steady_clock::now() + patience;
  const auto open = [&] {
    const auto proxies = impl_->proxies->all();
    return std::any_of(proxies.begin(), proxies.end(),
                       [&](const auto& proxy) { return impl_->proxies->counters(proxy.name).open > 0; });
  };
  while (open()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return true;
}

}  // namespace squall::harness
