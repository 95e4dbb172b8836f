#include "chaos/net/resolver.h"

#include <utility>

namespace squall::chaos::net {

void Resolver::resolve(const std::string& host, std::uint16_t port, Found found) {
  if (!thread_.joinable()) {
    thread_ = std::jthread([this](const std::stop_token& stop) { answer(stop); });
  }
  {
    const std::scoped_lock lock(mutex_);
    questions_.push_back({host, port, std::move(found)});
  }
  asked_.notify_one();
}

void Resolver::answer(const std::stop_token& stop) {
  while (true) {
    std::unique_lock lock(mutex_);
    asked_.wait(lock, stop, [this] { return !questions_.empty(); });
    if (stop.stop_requested()) return;
    Question question = std::move(questions_.front());
    questions_.pop_front();
    lock.unlock();
    auto addresses = net::resolve(question.host, question.port, false);
    post_([found = std::move(question.found), addresses = std::move(addresses)] { found(addresses); });
  }
}

}  // namespace squall::chaos::net
