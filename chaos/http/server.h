#pragma once
// HTTP/1.1 server connections: what stubs answer on.

#include <functional>
#include <memory>
#include <unordered_map>

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
  void shut_down();  // RST to every client

  // For connections.
  void retire(ServerConnection& connection);

  const std::shared_ptr<const ServerConfig> config;
  const std::shared_ptr<const Handler> handler;
  net::Timers& timers;

 private:
  std::unordered_map<ServerConnection*, std::shared_ptr<ServerConnection>> connections_;
};

}  // namespace squall::chaos::http
