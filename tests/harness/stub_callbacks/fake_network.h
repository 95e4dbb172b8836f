#pragma once
// A network for senders under test: remembers what is sent, and answers at once or when told.

#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "harness/stub_callbacks/call_sender.h"

namespace squall::tests {

class FakeNetwork {
 public:
  explicit FakeNetwork(bool holds = false) : holds_(holds) {}

  harness::CallSender::MakeSend maker() {
    return [this] {
      return [this](const std::string& base_url, const contracts::http::Request& request, const harness::SendOptions&,
                    harness::CallSender::Done done) { sent(base_url, request, std::move(done)); };
    };
  }

  void answer_with(contracts::http::Response response) { response_ = std::move(response); }  // before the first

  // "POST http://127.0.0.1:9 /hooks", of those that were sent, in order; as soon as there are so many that are over, or
  // held where answers are held.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return over_ >= count; });
    return lines_;
  }
  std::vector<contracts::http::Request> requests() {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  // Answers those that are held, on this thread.
  void let_go() {
    std::vector<harness::CallSender::Done> held;
    {
      const std::scoped_lock lock(mutex_);
      held.swap(held_);
    }
    for (auto& done : held) done(answer());
  }

 private:
  harness::Answer answer() const {
    harness::Answer answer;
    answer.response = response_;
    return answer;
  }

  void sent(const std::string& base_url, const contracts::http::Request& request, harness::CallSender::Done done) {
    if (!holds_) done(answer());
    const std::scoped_lock lock(mutex_);
    lines_.push_back(request.method + " " + base_url + " " + request.target);
    requests_.push_back(request);
    if (holds_) held_.push_back(std::move(done));
    ++over_;
    changed_.notify_all();
  }

  const bool holds_;
  contracts::http::Response response_{200, "OK", {}, ""};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
  std::vector<contracts::http::Request> requests_;
  std::vector<harness::CallSender::Done> held_;
  std::size_t over_ = 0;
};

}  // namespace squall::tests
