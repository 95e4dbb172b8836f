#include "chaos/proxy/replayed_stream.h"

#include <utility>

namespace squall::chaos {
namespace {

// Once the bytes are out, the stream below talks to the owner itself.
class ReplayedStream final : public net::Stream,
                             private net::StreamEvents,
                             public std::enable_shared_from_this<ReplayedStream> {
 public:
  ReplayedStream(std::shared_ptr<net::Stream> below, std::string already_read, net::Timers& timers)
      : below_(std::move(below)), kept_(std::move(already_read)), timers_(timers) {}

  void start(net::StreamEvents* events) override {
    events_ = events;
    if (replayed_) return below_->start(events);
    below_->start(this);
    replay_soon();
  }
  void note_arrivals() override { below_->note_arrivals(); }
  void pause() override {
    paused_ = true;
    below_->pause();
  }
  void resume() override {
    paused_ = false;
    below_->resume();
    if (!replayed_) replay_soon();
  }
  void write(std::string_view bytes) override { below_->write(bytes); }
  std::size_t pending() const override { return below_->pending(); }
  void half_close() override { below_->half_close(); }
  void close() override {
    events_ = nullptr;
    below_->close();
  }
  void reset() override {
    events_ = nullptr;
    below_->reset();
  }
  std::string peer() const override { return below_->peer(); }

 private:
  void on_bytes(std::string_view bytes) override { kept_.append(bytes); }
  void on_end() override { ended_ = true; }
  void on_reset() override {
    if (auto* const events = std::exchange(events_, nullptr)) events->on_reset();
  }
  void on_drained() override {
    if (events_ != nullptr) events_->on_drained();
  }

  void replay_soon() {
    timers_.at(timers_.now(), [self = shared_from_this()] { self->replay(); });
  }

  void replay() {
    if (events_ == nullptr || paused_ || std::exchange(replayed_, true)) return;
    below_->start(events_);
    events_->on_bytes(std::exchange(kept_, {}));
    if (ended_ && events_ != nullptr) events_->on_end();
  }

  const std::shared_ptr<net::Stream> below_;
  std::string kept_;
  net::Timers& timers_;
  net::StreamEvents* events_ = nullptr;
  bool paused_ = false, replayed_ = false, ended_ = false;
};

}  // namespace

std::shared_ptr<net::Stream> replayed(std::shared_ptr<net::Stream> stream, std::string already_read,
                                      net::Timers& timers) {
  return std::make_shared<ReplayedStream>(std::move(stream), std::move(already_read), timers);
}

}  // namespace squall::chaos
