#pragma once
// Two ends of a connection without a socket: what one writes comes to the other when deliver() is called.

#include <memory>
#include <string>
#include <utility>

#include "chaos/net/stream.h"

namespace squall::tests {

class MemoryStream final : public chaos::net::Stream {
 public:
  static std::pair<std::shared_ptr<MemoryStream>, std::shared_ptr<MemoryStream>> pair() {
    auto left = std::make_shared<MemoryStream>(), right = std::make_shared<MemoryStream>();
    left->peer_ = right;
    right->peer_ = left;
    return {left, right};
  }

  void start(chaos::net::StreamEvents* events) override { events_ = events; }
  void pause() override { paused = true; }
  void resume() override { paused = false; }
  void write(std::string_view bytes) override {
    if (!over_ && !fin_) sent_.append(bytes);
  }
  std::size_t pending() const override { return unsent; }
  void half_close() override { fin_ = true; }
  void close() override {
    fin_ = true;
    events_ = nullptr;
  }
  void reset() override {
    over_ = rst_ = true;
    events_ = nullptr;
  }
  std::string peer() const override { return "127.0.0.1:1"; }

  // Brings what was sent to the other end, in pieces of that size; says whether there was anything.
  bool deliver(std::size_t piece = std::string::npos) {
    const auto to = peer_.lock();
    bool moved = false;
    while (to && !sent_.empty() && !to->paused && to->events_ != nullptr) {
      const std::string bytes = sent_.substr(0, piece);
      sent_.erase(0, bytes.size());
      moved = true;
      to->events_->on_bytes(bytes);
    }
    if (!to || to->events_ == nullptr) return moved;
    if (std::exchange(rst_, false)) {
      std::exchange(to->events_, nullptr)->on_reset();
      return true;
    }
    if (fin_ && sent_.empty() && !to->paused && !std::exchange(fin_told_, true)) {
      to->events_->on_end();
      return true;
    }
    return moved;
  }

  std::size_t unsent = 0;  // what pending() says
  bool paused = false;
  bool ended() const { return fin_; }
  bool was_reset() const { return over_; }
  const std::string& sent() const { return sent_; }  // and not delivered yet
  chaos::net::StreamEvents* events() const { return events_; }

 private:
  std::weak_ptr<MemoryStream> peer_;
  chaos::net::StreamEvents* events_ = nullptr;
  std::string sent_;
  bool fin_ = false, fin_told_ = false, rst_ = false, over_ = false;
};

// What an owner was told, in order.
class Told final : public chaos::net::StreamEvents {
 public:
  void on_connected() override { log += "connected "; }
  void on_refused(const std::string& why) override { log += "refused: " + why + " "; }
  void on_bytes(std::string_view more) override {
    bytes.append(more);
    if (pauses != nullptr) pauses->pause();
  }
  void on_end() override { log += "end "; }
  void on_truncated() override { log += "truncated "; }
  void on_reset() override { log += "reset "; }
  void on_drained() override { log += "drained "; }

  std::string log, bytes;
  chaos::net::Stream* pauses = nullptr;  // after every piece
};

}  // namespace squall::tests
