#include "chaos/proxy/replay.h"

#include "chaos/http/head.h"

namespace squall::chaos {
namespace {

constexpr std::chrono::seconds kPatience{30};

class Replay final : public Relay, public net::StreamEvents, public std::enable_shared_from_this<Replay> {
 public:
  Replay(Lane& lane, std::shared_ptr<net::Stream> provider, std::string request)
      : lane_(lane), provider_(std::move(provider)), request_(std::move(request)) {}

  void start() override {
    timer_ = lane_.timers.at(lane_.timers.now() + kPatience, [self = weak_from_this()] {
      if (const auto replay = self.lock()) replay->shut_down();
    });
    provider_->start(this);
    provider_->write(request_);
  }
  void fault_updated(const ActiveFault&, const std::shared_ptr<ActiveFault>&) override {}
  void fault_removed(const ActiveFault&) override {}
  void close_when_idle() override {}
  void shut_down() override { over(); }

  void on_bytes(std::string_view) override {}
  void on_end() override { over(); }
  void on_reset() override { over(); }
  void on_refused(const std::string&) override { over(); }

 private:
  void over() {
    if (!provider_) return;
    const auto self = shared_from_this();
    lane_.timers.cancel(timer_);
    std::exchange(provider_, nullptr)->close();
    lane_.release(*this);
  }

  Lane& lane_;
  std::shared_ptr<net::Stream> provider_;
  const std::string request_;
  net::TimerId timer_ = 0;
};

}  // namespace

std::shared_ptr<Relay> make_replay(Lane& lane, std::shared_ptr<net::Stream> provider, const std::string& request) {
  const auto head = request.find("\r\n\r\n") + 4;
  auto again = http::edit_head(std::string_view(request).substr(0, head), {}, {{"Connection", "close"}});
  return std::make_shared<Replay>(lane, std::move(provider), again + request.substr(head));
}

}  // namespace squall::chaos
