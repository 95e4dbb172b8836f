#include "harness/run/bring_up.h"

#include <charconv>

#include "harness/system/edge_protocol.h"
#include "harness/system/expand.h"

namespace squall::harness {

namespace {

constexpr const char* loopback = "127.0.0.1";

std::string url_of(const std::string& scheme, const std::string& host, std::uint16_t port) {
  // Who listens on every address is reached on loopback.
  const std::string reached = host == "0.0.0.0" || host == "::" ? loopback : host;
  return scheme + "://" + reached + ":" + std::to_string(port);
}

contracts::Error located(contracts::Error error, const Location& location) {
  if (error.location.file.empty()) error.location = location;
  return error;
}

std::uint16_t port_number(const std::string& text) {
  std::uint16_t port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port;
}

// What callers tell their deadlines with: whether a service hands them on shows on its edges.
std::vector<std::string> deadline_headers(const System& system) {
  std::vector<std::string> names;
  for (const ResilienceSpec& spec : system.resilience) {
    for (const auto& [pattern, expectation] : spec.expect) {
      const auto* header = pattern == "deadline_propagation" ? expectation.find("header") : nullptr;
      if (header != nullptr && header->is_string()) names.push_back(header->text());
    }
  }
  return names;
}

}  // namespace

BringUp::BringUp(BringUpParts parts) : parts_(std::move(parts)), names_(parts_.system, parts_.inject) {}

BringUp::~BringUp() {
  take_down();
}

contracts::Status BringUp::up(std::stop_token stop) {
  SQUALL_TRY(start_stubs());
  SQUALL_TRY(find_addresses());
  SQUALL_TRY(open_edges());
  SQUALL_TRY(open_name_servers());
  return start_services(std::move(stop));
}

void BringUp::take_down() {
  parts_.session.stop_all();
  names_.close();
  for (const auto& [name, url] : edge_urls_) (void)parts_.engine.remove_edge(name);
  edge_urls_.clear();
  for (const ServiceSpec& service : parts_.system.services) {
    if (service.stub) (void)parts_.engine.stop_serving(service.name);
  }
}

contracts::Status BringUp::start_stubs() {
  for (const ServiceSpec& service : parts_.system.services) {
    const auto contract = parts_.contracts.find(service.name);
    if (!service.stub || contract == parts_.contracts.end()) continue;
    StubOptions options;
    options.seed = parts_.seed;
    options.latency = service.stub->latency.value_or(Duration{0});
    if (parts_.observe_stub) {
      options.observe = [&observe = parts_.observe_stub, name = service.name](const StubExchange& exchange) {
        observe(name, exchange);
      };
    }
    chaos::http::ServerConfig config;
    config.name = service.name;
    config.port = service.port;
    const auto port = parts_.engine.serve(config, make_stub(contract->second, options));
    if (!port) return contracts::fail(located(port.error(), service.location));
    service_urls_[service.name] = url_of("http", loopback, *port);
  }
  return {};
}

contracts::Status BringUp::find_addresses() {
  for (const ServiceSpec& service : parts_.system.services) {
    if (!service.start) continue;
    std::uint16_t port = service.port;
    if (port == 0) {
      auto lease = PortLease::take(loopback);
      if (!lease) return contracts::fail(located(lease.error(), service.location));
      port = lease->port();
      leases_.push_back(std::move(*lease));
    }
    service_urls_[service.name] = url_of("http", loopback, port);
  }
  for (const ServiceSpec& service : parts_.system.services) {
    if (service.url.empty()) continue;
    const auto url = expand(service.url, {service_urls_, edge_urls_});
    if (!url) return contracts::fail(located(url.error(), service.location));
    service_urls_[service.name] = url->back() == '/' ? url->substr(0, url->size() - 1) : *url;
  }
  return {};
}

contracts::Status BringUp::open_edges() {
  const Addresses addresses{service_urls_, {}};
  for (const EdgeSpec& edge : parts_.system.edges) {
    const auto protocol = protocol_of(parts_.system, edge);
    const bool http = protocol == chaos::Protocol::http;
    chaos::EdgeConfig config;
    config.name = edge.name;
    config.listen_host = edge.listen_host;
    config.listen_port = edge.listen_port;
    config.protocol = protocol;
    SQUALL_TRY_ASSIGN(config.upstream_host, expand("${services." + edge.to + ".host}", addresses));
    SQUALL_TRY_ASSIGN(const std::string port, expand("${services." + edge.to + ".port}", addresses));
    config.upstream_port = port_number(port);
    config.connect_timeout = edge.connect_timeout;
    config.head_timeout = edge.head_timeout.value_or(config.head_timeout);
    config.max_faulted_share = edge.max_faulted_share;
    config.tls = edge.tls;
    config.upstream_tls = edge.upstream_tls;
    // On a tcp edge that does not end the consumer's TLS, both speak it with each other.
    const bool speaks_tls = service_urls_.at(edge.to).starts_with("https://") && (http || edge.tls);
    if (speaks_tls && !config.upstream_tls) config.upstream_tls.emplace();
    for (const auto& [server_name, service] : edge.routes) {
      SQUALL_TRY_ASSIGN(const std::string host, expand("${services." + service + ".host}", addresses));
      SQUALL_TRY_ASSIGN(const std::string route_port, expand("${services." + service + ".port}", addresses));
      config.routes.push_back({server_name, host, port_number(route_port)});
    }
    if (!edge.correlation_header.empty()) config.keep_headers.push_back(edge.correlation_header);
    for (std::string& header : deadline_headers(parts_.system)) config.keep_headers.push_back(std::move(header));
    for (const ResilienceSpec& spec : parts_.system.resilience) {
      for (const auto& [operation, header] : spec.key_headers) {
        if (spec.edge == edge.as_written()) config.keep_headers.push_back(header);
      }
    }
    if (const auto contract = parts_.contracts.find(edge.to); contract != parts_.contracts.end())
      config.contract = contract->second;
    if (http) config.observe = parts_.observe;
    if (parts_.tls_trouble) {
      config.tls_trouble = [tell = parts_.tls_trouble, name = edge.name](const std::string& why) {
        tell("edge '" + name + "': " + why);
      };
    }
    const auto listening = parts_.engine.add_edge(config);
    if (!listening) return contracts::fail(located(listening.error(), edge.location));
    edge_urls_[edge.name] = url_of(!http      ? std::string(to_string(protocol))
                                   : edge.tls ? "https"
                                              : "http",
                                   edge.listen_host, *listening);
  }
  return {};
}

contracts::Status BringUp::open_name_servers() {
  if (parts_.system.discovery.empty()) return {};
  const Addresses addresses{service_urls_, edge_urls_};
  return names_.open([&](const std::string& edge) {
    const auto host = expand("${edges." + edge + ".host}", addresses),
               port = expand("${edges." + edge + ".port}", addresses);
    return host && port ? chaos::names::Host{*host, port_number(*port)} : chaos::names::Host{};
  });
}

contracts::Result<ServiceProcess> BringUp::process_of(const ServiceSpec& service) const {
  const Addresses addresses{service_urls_, edge_urls_, names_.urls()};
  ServiceProcess process;
  process.name = service.name;
  for (const std::string& word : service.start->command) {
    SQUALL_TRY_ASSIGN(std::string expanded, expand(word, addresses));
    process.command.push_back(std::move(expanded));
  }
  for (const auto& [name, value] : service.start->env) {
    SQUALL_TRY_ASSIGN(std::string expanded, expand(value, addresses));
    process.env.emplace(name, std::move(expanded));
  }
  process.directory = service.start->directory;
  process.url = service_urls_.at(service.name);
  process.ready = service.start->ready;
  process.location = service.location;
  return process;
}

contracts::Status BringUp::start_services(std::stop_token stop) {
  std::size_t started = 0;
  for (const ServiceSpec& service : parts_.system.services) started += service.start ? 1 : 0;
  if (started == 0) return {};
  if (parts_.events) {
    parts_.events(
        reports::StageStarted{"starting " + std::to_string(started) + (started == 1 ? " service" : " services")});
  }
  for (const ServiceSpec& service : parts_.system.services) {
    if (!service.start) continue;
    auto process = process_of(service);
    if (!process) return contracts::fail(located(process.error(), service.location));
    SQUALL_TRY(parts_.session.launch(*process));
  }
  for (const ServiceSpec& service : parts_.system.services) {
    if (service.start) SQUALL_TRY(parts_.session.wait_ready(service.name, stop));
  }
  return {};
}

}  // namespace squall::harness
