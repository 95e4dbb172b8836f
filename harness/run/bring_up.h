#pragma once
// Everything a run stands on: services, stubs and edges, brought up together and taken down together.

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/proxy/engine.h"
#include "harness/run/contracts_of.h"
#include "harness/run/name_servers.h"
#include "harness/session/ports.h"
#include "harness/session/session.h"
#include "harness/stub/stub.h"
#include "reports/model/run_event.h"

namespace squall::harness {

struct BringUpParts {
  const System& system;
  const Routers& contracts;
  chaos::Engine& engine;
  Session& session;
  const reports::EventSink& events;
  std::uint64_t seed = 0;
  // Gets every exchange on an edge, on a worker thread; may be empty.
  std::function<void(const chaos::Exchange&)> observe;
  // Gets everything a stub is asked, on a worker thread; may be empty.
  std::function<void(const std::string& service, const StubExchange&)> observe_stub;
  // Gets why TLS on an edge failed, on a worker thread; may be empty.
  std::function<void(const std::string& why)> tls_trouble;
  bool inject = true;  // false: no address moves
};

class BringUp {
 public:
  explicit BringUp(BringUpParts parts);
  ~BringUp();  // take_down()
  BringUp(const BringUp&) = delete;
  BringUp& operator=(const BringUp&) = delete;

  // Stubs first, then edges, then name servers, then services, until all are ready. Errors, located at the service or
  // edge: a port in use, a program that is missing, a service that is not ready in time.
  contracts::Status up(std::stop_token stop);
  void take_down();  // services, then edges and stubs; idempotent

  const std::map<std::string, std::string>& service_urls() const { return service_urls_; }
  const std::map<std::string, std::string>& edge_urls() const { return edge_urls_; }
  NameService& names() { return names_; }

 private:
  contracts::Status start_stubs();
  contracts::Status find_addresses();
  contracts::Status open_edges();
  contracts::Status open_name_servers();
  contracts::Status start_services(std::stop_token stop);
  contracts::Result<ServiceProcess> process_of(const ServiceSpec& service) const;

  BringUpParts parts_;
  NameServers names_;
  std::vector<PortLease> leases_;
  std::map<std::string, std::string> service_urls_;
  std::map<std::string, std::string> edge_urls_;
};

}  // namespace squall::harness
