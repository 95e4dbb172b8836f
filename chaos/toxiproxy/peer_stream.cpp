#include "chaos/toxiproxy/peer_stream.h"

#include <pistache/http.h>
#include <pistache/peer.h>
#include <sys/socket.h>

#include <utility>

namespace squall::chaos::toxiproxy {
namespace {

constexpr std::size_t kMostPending = 16u << 20;

std::string name_of(const Pistache::Tcp::Peer& peer) {
  return peer.address().host() + ":" + peer.address().port().toString();
}

}  // namespace

PeerStream::PeerStream(const std::shared_ptr<Pistache::Tcp::Peer>& peer) : peer_(peer), name_(name_of(*peer)) {}

void PeerStream::come(std::string_view bytes) {
  if (events_ != nullptr) events_->on_bytes(bytes);
}

void PeerStream::lose() {
  if (auto* const events = std::exchange(events_, nullptr)) events->on_reset();
}

void PeerStream::write(std::string_view bytes) {
  const auto peer = peer_.lock();
  if (!peer) return;
  if (pending_ > kMostPending) return reset();
  pending_ += bytes.size();
  peer->send(Pistache::RawBuffer(std::string(bytes), bytes.size()))
      .then(
          [self = weak_from_this(), size = bytes.size()](ssize_t) {
            if (const auto stream = self.lock()) stream->sent(size);
          },
          Pistache::Async::IgnoreException);
}

void PeerStream::sent(std::size_t bytes) {
  pending_ -= bytes;
  if (pending_ > 0) return;
  if (ends_) return shut(SHUT_WR);
  if (events_ != nullptr) events_->on_drained();
}

// The client's close, which follows, is what Pistache cleans up after.
void PeerStream::half_close() {
  ends_ = true;
  if (pending_ == 0) shut(SHUT_WR);
}

void PeerStream::close() {
  events_ = nullptr;
  half_close();
}

void PeerStream::reset() {
  events_ = nullptr;
  shut(SHUT_RDWR);
}

void PeerStream::shut(int how) {
  if (const auto peer = peer_.lock()) ::shutdown(peer->fd(), how);
}

}  // namespace squall::chaos::toxiproxy
