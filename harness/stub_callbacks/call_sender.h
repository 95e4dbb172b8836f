#pragma once
// CallSender: requests that a stub sends by itself, each at its time, without anybody waiting for them.

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "contracts/http/message.h"
#include "harness/traffic/client.h"

namespace squall::harness {

struct OrderedCall {
  std::string base_url;
  contracts::http::Request request;
  std::chrono::nanoseconds after{0};  // from now
  std::function<void(Answer)> done;   // called once, on a thread of the sender's; must not block
};

struct SenderLimits {
  std::size_t calls = 1000;               // that wait or are under way
  std::size_t bytes = 16u * 1024 * 1024;  // of their requests
  std::size_t at_once = 32;               // under way
  SendOptions how = {std::chrono::seconds(30), 256u * 1024};
};

// Thread-safe. Whatever is ordered, it has two threads of its own at most, and none before the first order.
class CallSender {
 public:
  using Done = AsyncClient::Done;
  // Sends one request: AsyncClient, but for tests. Called on one thread; destroying it ends what is under way.
  using Send =
      std::function<void(const std::string& base_url, const contracts::http::Request&, const SendOptions&, Done)>;
  using MakeSend = std::function<Send()>;

  explicit CallSender(SenderLimits limits = {}, MakeSend make = nullptr);
  // Sends no more: what waits or is under way is done now, as CallError::cancelled.
  ~CallSender();
  CallSender(const CallSender&) = delete;
  CallSender& operator=(const CallSender&) = delete;

  // False when too many wait: nothing is kept of it, and `done` is not called.
  bool order(OrderedCall call);
  std::size_t open() const;  // that wait or are under way

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
