#include "harness/cli/proxy_options.h"

#include <CLI/CLI.hpp>
#include <random>

#include "chaos/faults/notation.h"
#include "chaos/faults/registry.h"
#include "chaos/toxiproxy/config_file.h"
#include "contracts/core/units.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;

Result<std::uint64_t> seed_of(const std::string& text) {
  if (text.empty()) return std::uint64_t{std::random_device{}()};
  if (text.size() > 19 || text.find_first_not_of("0123456789") != std::string::npos) {
    return fail(ErrorKind::usage, "--seed: expected a whole number, found '" + text + "'");
  }
  return std::stoull(text);
}

chaos::Protocol protocol_of(const ProxyOptions& options) {
  return options.protocol == "tcp"   ? chaos::Protocol::tcp
         : options.protocol == "udp" ? chaos::Protocol::udp
                                     : chaos::Protocol::http;
}

Result<std::vector<chaos::toxiproxy::Toxic>> toxics_of(const ProxyOptions& options, bool tls) {
  std::vector<chaos::toxiproxy::Toxic> toxics;
  for (const auto& text : options.faults) {
    SQUALL_TRY_ASSIGN(auto spec, chaos::parse_fault(text));
    auto checked = chaos::check(spec, protocol_of(options), !options.contract.empty(), tls);
    if (!checked) {
      auto error = checked.error();
      error.message = "fault '" + text + "': " + error.message;
      return fail(std::move(error));
    }
    auto toxic = chaos::toxiproxy::toxic_of(spec);
    const std::string name = toxic.name;
    for (int n = 2; std::any_of(toxics.begin(), toxics.end(), [&](const auto& t) { return t.name == toxic.name; }); ++n)
      toxic.name = name + "_" + std::to_string(n);
    toxics.push_back(std::move(toxic));
  }
  return toxics;
}

Result<std::optional<chaos::toxiproxy::Proxy>> proxy_of(const ProxyOptions& options) {
  SQUALL_TRY_ASSIGN(auto routes, routes_of(*options.dialling));
  if (options.upstream.empty() && routes.empty()) return std::nullopt;
  chaos::toxiproxy::Proxy proxy;
  proxy.name = "proxy";
  proxy.protocol = protocol_of(options);
  SQUALL_TRY_ASSIGN(const auto listen, parse_address("--listen", options.listen, true));
  proxy.listen = address_text(listen.host, listen.port);
  proxy.routes = std::move(routes);
  SQUALL_TRY_ASSIGN(proxy.tls, listening_of(*options.listening));
  if (!options.upstream.empty()) {
    SQUALL_TRY_ASSIGN(const auto upstream, parse_provider("--upstream", options.upstream));
    SQUALL_TRY_ASSIGN(proxy.upstream_tls, dialling_of(*options.dialling, upstream.tls));
    proxy.upstream = address_text(upstream.address.host, upstream.address.port);
  }
  SQUALL_TRY_ASSIGN(proxy.toxics, toxics_of(options, proxy.tls.has_value()));
  return proxy;
}

template <class T>
Result<T> named(const char* option, Result<T> result) {
  if (result) return result;
  auto error = result.error();
  error.message = std::string(option) + ": " + error.message;
  return fail(std::move(error));
}

// What is asked of a watch wants a contract.
contracts::Status check_watch(const ProxyOptions& options, double share) {
  if (!options.contract.empty() && share > 0) return {};
  const auto& ignore = *options.ignore;
  const auto& reports = *options.reports;
  const char* const asked = options.fail_on_drift                                       ? "--fail-on-drift"
                            : !reports.reports.empty()                                  ? "--report"
                            : !reports.directory.empty()                                ? "--report-dir"
                            : !ignore.file.empty()                                      ? "--ignore"
                            : !ignore.write_to.empty()                                  ? "--write-ignore"
                            : options.contract.empty() && options.watch_share != "100%" ? "--watch-share"
                                                                                        : nullptr;
  if (asked == nullptr) return {};
  return fail(ErrorKind::usage, std::string(asked) + ": nothing is watched", {},
              "name the provider's contract with --contract" +
                  std::string(options.contract.empty() ? "" : ", and no --watch-share of 0"));
}

contracts::Status read_bounds(const ProxyOptions& options, ProxyPlan& plan) {
  if (!options.connect_timeout.empty()) {
    SQUALL_TRY_ASSIGN(plan.connect_timeout,
                      named("--connect-timeout", contracts::parse_duration(options.connect_timeout)));
    if (plan.connect_timeout->count() <= 0) return fail(ErrorKind::usage, "--connect-timeout: expected more than 0");
  }
  if (!options.head_timeout.empty()) {
    SQUALL_TRY_ASSIGN(plan.head_timeout, named("--head-timeout", contracts::parse_duration(options.head_timeout)));
  }
  if (!options.max_faulted_share.empty()) {
    SQUALL_TRY_ASSIGN(plan.max_faulted_share,
                      named("--max-faulted-share", contracts::parse_share(options.max_faulted_share)));
  }
  return {};
}

}  // namespace

void declare_proxy_options(CLI::App& app, ProxyOptions& options) {
  app.add_option("--listen", options.listen, "address to listen on; port 0 takes any free one")->type_name("HOST:PORT");
  app.add_option("--upstream", options.upstream,
                 "the provider: HOST:PORT, an http:// or https:// URL, tls://HOST:PORT; without it, proxies come from "
                 "the control API and --config")
      ->type_name("HOST:PORT");
  app.add_option("--protocol", options.protocol, "what is spoken; http by default")
      ->check(CLI::IsMember({"http", "tcp", "udp"}).description(""))
      ->type_name("http|tcp|udp");
  app.add_option("--fault", options.faults, "a fault, as often as wanted: 'latency: 100ms, share: 5%'")
      ->type_name("FAULT")
      ->allow_extra_args(false);
  app.add_option("--contract", options.contract,
                 "OpenAPI contract of the provider: what crosses http proxies is held to it, both ways; it names the "
                 "operations "
                 "which faults match, and is what faults by the contract go by")
      ->type_name("FILE");
  app.add_option("--watch-share", options.watch_share,
                 "how much of the traffic is held to the contract; all by default, 0 for none")
      ->type_name("SHARE");
  app.add_flag("--fail-on-drift", options.fail_on_drift,
               "the exit code says whether the contract was kept: 0, 1 for drift, 3 where nothing could be judged");
  options.reports = declare_report_options(app);
  options.ignore = declare_ignore_options(app);
  app.add_option("--connect-timeout", options.connect_timeout,
                 "how long to wait for a connection to the provider; the kernel's patience by default")
      ->type_name("TIME");
  app.add_option("--head-timeout", options.head_timeout,
                 "http: how long a request's head may take, 60s by default; 0s is no limit")
      ->type_name("TIME");
  app.add_option("--max-faulted-share", options.max_faulted_share,
                 "a safety net: at most this share of a proxy's recent requests, or connections, is struck")
      ->type_name("SHARE");
  options.listening = declare_listening_tls(app);
  options.dialling = declare_dialling_tls(app);
  auto* control = app.add_option("--control", options.control, "serve the control API there")->type_name("HOST:PORT");
  auto* host =
      app.add_option("--host", options.host, "the control API's host; localhost by default")->type_name("HOST");
  auto* port = app.add_option("--port", options.port, "the control API's port; 8474 by default")->type_name("N");
  auto* config = app.add_option("--config", options.config,
                                "proxies to begin with, a JSON or YAML array; read again on SIGHUP and when it changes")
                     ->type_name("FILE");
  control->excludes(host)->excludes(port);
  app.add_flag("--proxy-metrics", options.proxy_metrics, "for Toxiproxy's users: /metrics has them anyway");
  app.add_flag("--runtime-metrics", options.runtime_metrics, "add this process's own figures to /metrics");
  app.add_option("--seed", options.seed, "what shares and jitter are drawn from; drawn itself when absent")
      ->type_name("N");
  app.add_option("--workers", options.workers, "threads")->check(CLI::Range(1, 64).description(""))->type_name("N");
  app.add_option("--log", options.log, "json: a line on standard output for each request, or connection, that is over")
      ->check(CLI::IsMember({"json"}).description(""))
      ->type_name("json");
  app.add_option("--drain", options.drain, "how long SIGTERM waits for what is under way; 5s by default")
      ->type_name("TIME");
  app.parse_complete_callback([&options, control, host, port, config] {
    options.controlled = control->count() + host->count() + port->count() + config->count() > 0;
  });
}

Result<ProxyPlan> plan_of(const ProxyOptions& options) {
  ProxyPlan plan;
  SQUALL_TRY_ASSIGN(plan.proxy, proxy_of(options));
  SQUALL_TRY_ASSIGN(plan.seed, seed_of(options.seed));
  if (!plan.proxy || options.controlled) {
    const std::string address = options.control.empty() ? options.host + ":" + options.port : options.control;
    SQUALL_TRY_ASSIGN(plan.control, parse_address(options.control.empty() ? "--port" : "--control", address, true));
  }
  if (!plan.proxy && !options.faults.empty()) {
    return fail(ErrorKind::usage, "--fault: there is no proxy to put it on", {}, "name the provider with --upstream");
  }
  if (!options.config.empty()) {
    SQUALL_TRY_ASSIGN(plan.configured, chaos::toxiproxy::load_config(options.config));
  }
  SQUALL_TRY_ASSIGN(const double share, named("--watch-share", contracts::parse_share(options.watch_share)));
  SQUALL_TRY(check_watch(options, share));
  plan.watch_share = options.contract.empty() ? 0 : share;
  SQUALL_TRY(read_bounds(options, plan));
  SQUALL_TRY_ASSIGN(plan.drain, named("--drain", contracts::parse_duration(options.drain)));
  return plan;
}

}  // namespace squall::harness
