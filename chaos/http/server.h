#pragma once
// HTTP/1.1 server connections: what stubs answer on.

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "chaos/http/handler.h"
#include "chaos/net/stream.h"
#include "chaos/net/timers.h"

namespace squall::chaos::http {

class ServerConnection;

// The connections of one server on one worker. Everything on the worker's thread.
class ServerLane {
 public:
  ServerLane(std::shared_ptr<const ServerConfig> server_config, std::shared_ptr<const Handler> server_handler,
             net::Timers& worker_timers);
  ~ServerLane();
  void accept(std::shared_ptr<net::Stream> client);
  void wake();       // asks the handler anew for every answer that is `until_woken`
  void shut_down();  // RST to every client
  std::size_t size() const { return connections_.size(); }

  // For connections.
  void retire(ServerConnection& connection);

  const std::shared_ptr<const ServerConfig> config;
  const std::shared_ptr<const Handler> handler;
  net::Timers& timers;

 private:
  std::vector<std::shared_ptr<ServerConnection>> everyone() const;

  std::unordered_map<ServerConnection*, std::shared_ptr<ServerConnection>> connections_;
};

}  // namespace squall::chaos::http
