#include "chaos/proxy/plan_delivery.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "chaos/http/head.h"
#include "chaos/http/write_answer.h"
#include "chaos/proxy/pipe.h"

namespace squall::chaos {
namespace {

using http::Delivery;

constexpr std::size_t kMostPieces = 100'000;

// Time that goes from one timer to the next.
class ReckonedTime final : public net::Timers {
 public:
  explicit ReckonedTime(Instant now) : now_(now) {}
  Instant now() const override { return now_; }
  net::TimerId at(Instant time, std::function<void()> action) override { return heap_.add(time, std::move(action)); }
  void cancel(net::TimerId timer) override { heap_.cancel(timer); }
  bool go_on() {
    const auto next = heap_.next();
    if (!next) return false;
    now_ = std::max(now_, *next);
    if (auto action = heap_.take_due(now_)) action();
    return true;
  }

 private:
  Instant now_;
  net::TimerHeap heap_;
};

class Planner final : public PipeSink {
 public:
  Planner(const std::vector<Strike>& strikes, const PlannedAnswer& answer)
      : answer_(answer), begun_(answer.now), timers_(answer.now) {
    const Pipe::About about{true, 0, answer.request.method, answer.request.target, answer.contract, answer.operation};
    up_ = std::make_shared<Pipe>(timers_, *this, Direction::up, about);
    down_ = std::make_shared<Pipe>(timers_, *this, Direction::down, about);
    for (const Strike& strike : strikes) {
      up_->add(strike);
      down_->add(strike);
    }
  }
  ~Planner() override {
    up_->stop();
    down_->stop();
  }

  Delivery run() {
    push_request();
    while (!over_ && plan_.pieces.size() < kMostPieces && timers_.go_on()) {
    }
    if (!over_) end(plan_.pieces.size() < kMostPieces ? Delivery::Ending::hold : Delivery::Ending::close);
    return std::move(plan_);
  }

  void deliver(Direction direction, PieceKind kind, std::string_view bytes) override {
    if (over_) return;
    if (direction == Direction::up) {
      if (kind == PieceKind::end && !injected_) push_answer(answer_.response, 0);
    } else if (kind == PieceKind::end) {
      end(Delivery::Ending::keep);
    } else if (!bytes.empty()) {
      const Instant at = timers_.now() - begun_;
      if (plan_.pieces.empty() || plan_.pieces.back().at != at) plan_.pieces.push_back({at, ""});
      plan_.pieces.back().bytes.append(bytes);
    }
  }
  void respond(const contracts::http::Response& response, const ActiveFault& by, std::size_t stage) override {
    if (over_ || injected_) return;
    injected_ = true;
    up_->stop();
    down_->spend(by);
    down_->forget(stage);
    push_answer(response, stage);
  }
  void half_close(Direction direction) override {
    if (direction == Direction::down) end(Delivery::Ending::close);
  }
  void close(Direction) override { end(Delivery::Ending::close); }
  void reset() override { end(Delivery::Ending::reset); }
  void applied(const ActiveFault&, std::string) override {}
  void settle() override {}

 private:
  void push_request() {
    const auto& request = answer_.request;
    std::string head = request.method + " " + request.target + " HTTP/1.1\r\n";
    for (const auto& header : request.headers) head += header.name + ": " + header.value + "\r\n";
    up_->push(PieceKind::head, head + "\r\n");
    if (!over_ && !request.body.empty()) up_->push(PieceKind::payload, request.body);
    if (!over_) up_->push(PieceKind::end, "");
  }

  void push_answer(const contracts::http::Response& response, std::size_t stage) {
    const auto& asked = answer_.request.headers.get("Connection");
    const std::string raw =
        http::write_answer(response, answer_.request.method, !contracts::http::equal_ignoring_case(asked, "close"));
    const std::size_t size = raw.find("\r\n\r\n") + 4;
    if (auto head = http::parse_answer_head(std::string_view(raw).substr(0, size), answer_.request.method))
      headers_ = std::move(head->headers);
    down_->set_answer(response.status, &headers_);
    const bool injected = injected_;
    down_->inject(stage, PieceKind::head, std::string_view(raw).substr(0, size));
    // Another answer may have come in its place.
    if (!over_ && injected == injected_ && raw.size() > size)
      down_->inject(stage, PieceKind::payload, std::string_view(raw).substr(size));
    if (!over_ && injected == injected_) down_->inject(stage, PieceKind::end, "");
  }

  void end(Delivery::Ending ending) {
    if (over_) return;
    over_ = true;
    plan_.ending = ending;
    plan_.ends_at = timers_.now() - begun_;
    up_->stop();
    down_->stop();
  }

  const PlannedAnswer& answer_;
  const Instant begun_;
  ReckonedTime timers_;
  std::shared_ptr<Pipe> up_, down_;
  contracts::http::Headers headers_;
  Delivery plan_;
  bool injected_ = false, over_ = false;
};

}  // namespace

Delivery plan_delivery(const std::vector<Strike>& strikes, const PlannedAnswer& answer) {
  return Planner(strikes, answer).run();
}

}  // namespace squall::chaos
