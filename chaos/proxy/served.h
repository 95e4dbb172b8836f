#pragma once
// Served: an HTTP server of the engine, with a lane on each worker. Called as Edge is.

#include <memory>
#include <vector>

#include "chaos/http/server.h"
#include "chaos/net/loop.h"
#include "chaos/tls/terminator.h"

namespace squall::chaos {

class Served {
 public:
  static contracts::Result<std::shared_ptr<Served>> open(const http::ServerConfig& config, http::Handler handler,
                                                         const std::vector<std::unique_ptr<net::Loop>>& loops,
                                                         std::size_t listener_on, net::Listener::Trouble trouble);
  std::uint16_t port() const { return listener_->port(); }
  void close();  // the port is closed, clients get a RST

 private:
  Served() = default;
  void deal(int connected_socket);  // on the listener's loop

  std::shared_ptr<const tls::Terminator> terminator_;  // null: no TLS
  std::vector<net::Loop*> loops_;
  std::vector<std::shared_ptr<http::ServerLane>> lanes_;  // one for each loop
  net::Loop* listener_loop_ = nullptr;
  std::unique_ptr<net::Listener> listener_;
  std::size_t dealt_ = 0;  // on the listener's loop
};

}  // namespace squall::chaos
