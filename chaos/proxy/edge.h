#pragma once
// Edge: a listening port, its faults, and a lane on each worker. The engine calls it from one thread at a time, never
// from a worker; each call returns when every worker has taken the change over.

#include <memory>
#include <string>
#include <vector>

#include "chaos/net/loop.h"
#include "chaos/proxy/admission.h"
#include "chaos/proxy/relay.h"
#include "chaos/proxy/unreached.h"

namespace squall::chaos {

class Edge {
 public:
  static contracts::Result<std::shared_ptr<Edge>> open(const EdgeConfig& config,
                                                       const std::vector<std::unique_ptr<net::Loop>>& loops,
                                                       std::size_t listener_on, Timeline& timeline,
                                                       const EngineOptions& options);
  std::uint16_t port() const { return port_; }
  void set_upstream(const std::string& host, std::uint16_t port);
  contracts::Status move(const std::string& host, std::uint16_t port);
  void disable();
  contracts::Status enable();
  void disconnect();
  void stop_accepting();
  contracts::Result<std::string> add_fault(FaultSpec spec);
  contracts::Status update_fault(const FaultSpec& spec);
  contracts::Status remove_fault(const std::string& id);
  void remove_all_faults();
  EdgeCounts counts() const;
  void close();  // faults end, the port is closed, connections get a RST

 private:
  Edge(const EdgeConfig& config, Timeline& timeline, const EngineOptions& options);
  void on_every_lane(const std::function<void(Lane&)>& change);
  void deal(int connected_socket, std::uint64_t occurrence,
            std::vector<AppliedFault> executed);  // on the listener's loop
  contracts::Result<std::unique_ptr<net::Port>> port_on(const std::string& host, std::uint16_t port);
  contracts::Status open_port(const std::string& host, std::uint16_t port);
  void close_port();
  contracts::Status check_here(const FaultSpec& spec) const;
  // What the faults decide about the port itself. Errors: unavailable, the kernel will not have it.
  contracts::Status welcome();
  void reconsider_who_waits();
  void remove_at(std::size_t index);

  const std::shared_ptr<const EdgeConfig> config_;
  Timeline& timeline_;
  const EngineOptions options_;
  const double max_faulted_share_;
  std::vector<net::Loop*> loops_;
  std::vector<std::shared_ptr<Lane>> lanes_;  // one for each loop
  net::Loop* listener_loop_ = nullptr;
  std::shared_ptr<Admission> admission_;  // on the listener's loop
  std::shared_ptr<Unreached> unreached_;  // on the listener's loop; none on udp edges
  std::unique_ptr<net::Port> listener_;   // none while the edge is disabled
  std::string host_;
  std::uint16_t port_ = 0;   // 0: any; its own once it was open
  std::uint64_t dealt_ = 0;  // on the listener's loop
  std::vector<std::shared_ptr<ActiveFault>> faults_;
  std::uint64_t drawn_ = 0;  // names given to faults
};

}  // namespace squall::chaos
