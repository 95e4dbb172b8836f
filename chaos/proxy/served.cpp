#include "chaos/proxy/served.h"

#include "chaos/tls/tls_stream.h"

namespace squall::chaos {

contracts::Result<std::shared_ptr<Served>> Served::open(const http::ServerConfig& config, http::Handler handler,
                                                        const std::vector<std::unique_ptr<net::Loop>>& loops,
                                                        std::size_t listener_on, net::Listener::Trouble trouble) {
  std::shared_ptr<Served> served(new Served);
  if (config.tls) {
    auto settings = *config.tls;
    if (settings.protocols.empty()) settings.protocols = {"http/1.1"};
    SQUALL_TRY_ASSIGN(served->terminator_, tls::Terminator::make(settings, {}));
  }
  const auto shared_config = std::make_shared<const http::ServerConfig>(config);
  const auto shared_handler = std::make_shared<const http::Handler>(std::move(handler));
  for (const auto& loop : loops) {
    served->loops_.push_back(loop.get());
    served->lanes_.push_back(std::make_shared<http::ServerLane>(shared_config, shared_handler, *loop));
  }
  served->listener_loop_ = served->loops_[listener_on % served->loops_.size()];
  SQUALL_TRY_ASSIGN(served->listener_,
                    net::Listener::open(
                        *served->listener_loop_, config.host, config.port,
                        [raw = served.get()](int socket) { raw->deal(socket); }, std::move(trouble)));
  return served;
}

void Served::deal(int connected_socket) {
  const std::size_t index = dealt_++ % loops_.size();
  net::Loop* const loop = loops_[index];
  loop->post([loop, lane = lanes_[index], terminator = terminator_, connected_socket] {
    auto client = loop->adopt(connected_socket);
    if (terminator) client = terminator->accept(std::move(client), *loop, {});
    lane->accept(std::move(client));
  });
}

void Served::close() {
  listener_loop_->call([&] { listener_->close(); });
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    loops_[i]->call([lane = lanes_[i]] { lane->shut_down(); });
  }
}

}  // namespace squall::chaos
