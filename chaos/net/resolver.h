#pragma once
// Resolver: names become addresses on a thread of its own, so that a slow name server blocks no connection.

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

#include "chaos/net/address.h"

namespace squall::chaos::net {

class Resolver {
 public:
  using Found = std::function<void(const contracts::Result<std::vector<Address>>&)>;
  using Post = std::function<void(std::function<void()>)>;
  explicit Resolver(Post post) : post_(std::move(post)) {}

  // From one thread. `found` is given to `post`; it is dropped when the resolver ends before.
  void resolve(const std::string& host, std::uint16_t port, Found found);

 private:
  struct Question {
    std::string host;
    std::uint16_t port;
    Found found;
  };
  void answer(const std::stop_token& stop);

  const Post post_;
  std::mutex mutex_;  // guards the questions
  std::condition_variable_any asked_;
  std::deque<Question> questions_;
  std::jthread thread_;  // since the first question
};

}  // namespace squall::chaos::net
