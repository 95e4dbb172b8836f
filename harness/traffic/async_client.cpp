#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "harness/traffic/client.h"
#include "harness/traffic/curl_library.h"
#include "harness/traffic/transfer.h"

namespace squall::harness {
namespace {

struct Order {
  std::string base_url;
  contracts::http::Request request;
  SendOptions options;
  AsyncClient::Done done;
};

}  // namespace

struct AsyncClient::Impl {
  MultiHandle multi = make_multi();
  std::mutex mutex;
  std::deque<Order> orders;
  bool quitting = false;
  std::atomic<std::size_t> in_flight{0};
  std::vector<std::unique_ptr<Transfer>> idle;
  struct Active {
    std::unique_ptr<Transfer> transfer;
    Done done;
  };
  std::unordered_map<CURL*, Active> active;
  std::thread thread{[this] { run(); }};

  void finish(const Done& done, Answer answer) {
    done(std::move(answer));
    in_flight.fetch_sub(1);
  }

  void begin(Order order) {
    std::unique_ptr<Transfer> transfer;
    if (idle.empty()) {
      transfer = std::make_unique<Transfer>();
    } else {
      transfer = std::move(idle.back());
      idle.pop_back();
    }
    if (auto why = transfer->prepare(order.base_url, std::move(order.request), order.options); !why.empty()) {
      Answer answer;
      answer.error = chaos::CallError::other;
      answer.error_text = "not sent: " + why;
      answer.unsendable = true;
      idle.push_back(std::move(transfer));
      finish(order.done, std::move(answer));
      return;
    }
    CURL* handle = transfer->handle();
    active.emplace(handle, Active{std::move(transfer), std::move(order.done)});
    curl().multi_add_handle(multi.get(), handle);
  }

  // False when it is time to end.
  bool take_orders() {
    std::deque<Order> taken;
    {
      const std::lock_guard lock(mutex);
      if (quitting) return false;
      taken.swap(orders);
    }
    for (auto& order : taken) begin(std::move(order));
    return true;
  }

  void reap() {
    int left = 0;
    while (const CURLMsg* message = curl().multi_info_read(multi.get(), &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      CURL* handle = message->easy_handle;
      const CURLcode code = message->data.result;
      auto node = active.extract(handle);
      Answer answer = node.mapped().transfer->finish(code);
      curl().multi_remove_handle(multi.get(), handle);
      idle.push_back(std::move(node.mapped().transfer));
      finish(node.mapped().done, std::move(answer));
    }
  }

  void run() {
    while (take_orders()) {
      int running = 0;
      curl().multi_perform(multi.get(), &running);
      reap();
      curl().multi_poll(multi.get(), nullptr, 0, 1000, nullptr);
    }
    cancel_all();
  }

  void cancel_all() {
    for (auto& [handle, entry] : active) {
      Answer answer = entry.transfer->cancelled();
      curl().multi_remove_handle(multi.get(), handle);
      finish(entry.done, std::move(answer));
    }
    active.clear();
    std::deque<Order> never_begun;
    {
      const std::lock_guard lock(mutex);
      never_begun.swap(orders);
    }
    for (auto& order : never_begun) {
      Answer answer;
      answer.error = chaos::CallError::cancelled;
      answer.error_text = "cancelled before it was sent";
      finish(order.done, std::move(answer));
    }
  }
};

AsyncClient::AsyncClient() : impl_(std::make_unique<Impl>()) {}

AsyncClient::~AsyncClient() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->quitting = true;
  }
  curl().multi_wakeup(impl_->multi.get());
  impl_->thread.join();
}

void AsyncClient::submit(std::string base_url, contracts::http::Request request, SendOptions options, Done done) {
  impl_->in_flight.fetch_add(1);
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->orders.push_back(Order{std::move(base_url), std::move(request), options, std::move(done)});
  }
  curl().multi_wakeup(impl_->multi.get());
}

std::size_t AsyncClient::in_flight() const {
  return impl_->in_flight.load();
}

}  // namespace squall::harness
