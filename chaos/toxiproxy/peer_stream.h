#pragma once
// PeerStream: a connection of Pistache's as our servers see one. Used on Pistache's thread only.

#include <memory>
#include <string>

#include "chaos/net/stream.h"

namespace Pistache::Tcp {
class Peer;
}

namespace squall::chaos::toxiproxy {

class PeerStream final : public net::Stream, public std::enable_shared_from_this<PeerStream> {
 public:
  explicit PeerStream(const std::shared_ptr<Pistache::Tcp::Peer>& peer);

  void come(std::string_view bytes);  // what Pistache read
  void lose();                        // the connection is gone

  void start(net::StreamEvents* events) override { events_ = events; }
  void pause() override {}  // Pistache reads on; who takes no answers for too long is cut off by write()
  void resume() override {}
  void write(std::string_view bytes) override;
  std::size_t pending() const override { return pending_; }
  void half_close() override;
  void close() override;
  void reset() override;
  std::string peer() const override { return name_; }

 private:
  void sent(std::size_t bytes);
  void shut(int how);

  const std::weak_ptr<Pistache::Tcp::Peer> peer_;
  const std::string name_;
  net::StreamEvents* events_ = nullptr;
  std::size_t pending_ = 0;
  bool ends_ = false;
};

}  // namespace squall::chaos::toxiproxy
