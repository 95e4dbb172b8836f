#pragma once
// Engine: the workers, the proxied edges and the HTTP servers of one Squall process.
//
// Every call is thread-safe and returns when all workers have taken the change over; none may be made from a callback
// (observe, a handler), which runs on a worker. Ports listen on loopback unless told otherwise.
// Destroying the engine closes every socket and joins every thread.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chaos/faults/fault_spec.h"
#include "chaos/faults/protocol.h"
#include "chaos/http/handler.h"
#include "chaos/proxy/edge_counts.h"
#include "chaos/timeline/timeline.h"
#include "chaos/tls/settings.h"
#include "contracts/core/result.h"
#include "contracts/match/router.h"

namespace squall::chaos {

// A whole exchange as it crossed an edge; bodies cut at EdgeConfig::observe_body_limit (then `*_truncated`).
struct Exchange {
  Attempt attempt;
  const contracts::openapi::Operation* operation = nullptr;  // nullptr: the edge's contract has none for it
  contracts::http::Request request;
  contracts::http::Response response;  // as the consumer got it; status 0 when there was none
  bool request_truncated = false;
  bool response_truncated = false;
  bool response_broken = false;  // truncated because its end never came
};

struct EdgeConfig {
  std::string name;
  std::string listen_host = "127.0.0.1";
  std::uint16_t listen_port = 0;  // 0: any free one
  std::string upstream_host = "127.0.0.1";
  std::uint16_t upstream_port = 0;
  std::optional<Duration> connect_timeout;  // to the provider; then as if it could not be reached. None: the kernel's
  Ending unreachable = Ending::rst;         // tcp: what a consumer gets whose provider cannot be reached: RST or FIN
  Protocol protocol = Protocol::http;
  bool enabled = true;  // false: the port stays closed until enable_edge()
  // Of the provider: names the operations of requests, and is what faults that know the contract go by. May be null.
  std::shared_ptr<const contracts::match::Router> contract;
  // http: from the first byte of a request to the end of its head, else 408; 0 is no limit.
  Duration head_timeout = std::chrono::seconds(60);
  // At most this share of the recent requests, or connections, is struck, whatever faults there are; fault_budget.h.
  double max_faulted_share = 1;
  // udp: a session ends when nothing came of it for so long; beyond so many, the one that was quiet longest ends.
  Duration session_idle = std::chrono::seconds(60);
  std::size_t most_sessions = 4096;
  std::vector<std::string> keep_headers = {"traceparent", "idempotency-key"};  // recorded in attempts
  // Gets every finished exchange, to keep, on a worker thread; must be quick. Without it no body is kept, but of
  // answers that are held to the contract (Attempt::legality). Of a tunnel, only the heads.
  std::function<void(Exchange&&)> observe;
  std::size_t observe_body_limit = 1u << 20;
  // Gets every attempt when it is over, on a worker thread; must be quick.
  std::function<void(const Attempt&)> ended;
  std::optional<tls::Listening> tls;          // consumers' TLS ends at the edge
  std::optional<tls::Dialling> upstream_tls;  // TLS to the provider
  // TLS passes through, by the server name that the consumer asks for (tcp edges). Who names none of them goes to the
  // upstream, or is refused when upstream_port is 0.
  std::vector<tls::Route> routes;
  // Why TLS with somebody failed: "TLS with the provider: ..."; on a worker thread, must be quick; may be empty.
  std::function<void(const std::string& why)> tls_trouble;
};

struct EngineOptions {
  unsigned workers = 1;
  std::uint64_t seed = 0;
  bool inject = true;  // false: faults are accepted and never executed; tests prove by it that verdicts need proof
  double max_faulted_share = 1;  // of every edge, as EdgeConfig's
  // Told once for each port that has to let connections wait, for want of descriptors; on a worker thread.
  std::function<void(const std::string& what)> trouble = {};
};

class Engine {
 public:
  Engine(const EngineOptions& options, Timeline& timeline);  // the timeline outlives the engine
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // The port it listens on. Errors: a port in use (unavailable; says which), a name twice (usage).
  contracts::Result<std::uint16_t> add_edge(const EdgeConfig& config);
  contracts::Status remove_edge(const std::string& name);
  // For connections that begin later.
  contracts::Status set_upstream(const std::string& edge, const std::string& host, std::uint16_t port);
  // The port it listens on from now on; connections stay. Errors (unavailable): it cannot be had; the old one is kept.
  contracts::Result<std::uint16_t> move_edge(const std::string& edge, const std::string& host, std::uint16_t port);
  // Gives the port back and closes the connections: a FIN, or a RST inside a request. Faults and counters stay.
  contracts::Status disable_edge(const std::string& edge);
  // Listens again, on the port it had. Errors (unavailable): another program has it now.
  contracts::Result<std::uint16_t> enable_edge(const std::string& edge);
  // Closes the connections as disable_edge() does; the port stays open.
  contracts::Status disconnect(const std::string& edge);
  // Accepts no connection any more; idle ones of http edges are closed, what is under way goes on.
  void stop_accepting();

  // The fault's id. A window opens on the timeline; what is in flight is not touched unless the fault says so.
  contracts::Result<std::string> add_fault(const std::string& edge, const FaultSpec& spec);
  // The fault of that id becomes this one, in its place among the others. What the old one held is asked again, what
  // waits only as long as the new one wants, counted from its arrival.
  contracts::Status update_fault(const std::string& edge, const FaultSpec& spec);
  // Holds that the fault caused are let go.
  contracts::Status remove_fault(const std::string& edge, const std::string& id);
  void remove_all_faults();

  contracts::Result<std::uint16_t> serve(const http::ServerConfig& config, http::Handler handler);
  contracts::Status stop_serving(const std::string& name);

  std::size_t open_connections(const std::string& edge) const;
  EdgeCounts counters(const std::string& edge) const;
  void stop();  // idempotent

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::chaos
