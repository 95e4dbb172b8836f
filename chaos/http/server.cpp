#include "chaos/http/server.h"

#include "chaos/http/server_connection.h"

namespace squall::chaos::http {

ServerLane::ServerLane(std::shared_ptr<const ServerConfig> server_config, std::shared_ptr<const Handler> server_handler,
                       net::Timers& worker_timers)
    : config(std::move(server_config)), handler(std::move(server_handler)), timers(worker_timers) {}

ServerLane::~ServerLane() = default;

void ServerLane::accept(std::shared_ptr<net::Stream> client) {
  auto connection = std::make_shared<ServerConnection>(*this, std::move(client));
  connections_.emplace(connection.get(), connection);
  connection->start();
}

void ServerLane::retire(ServerConnection& connection) {
  const auto found = connections_.find(&connection);
  if (found == connections_.end()) return;
  auto last = std::move(found->second);
  connections_.erase(found);
  timers.at(timers.now(), [last] {});
}

void ServerLane::wake() {
  for (const auto& connection : everyone()) connection->wake();
}

void ServerLane::shut_down() {
  for (const auto& connection : everyone()) connection->shut_down();
}

// They may retire meanwhile.
std::vector<std::shared_ptr<ServerConnection>> ServerLane::everyone() const {
  std::vector<std::shared_ptr<ServerConnection>> all;
  for (const auto& [key, connection] : connections_) all.push_back(connection);
  return all;
}

}  // namespace squall::chaos::http
