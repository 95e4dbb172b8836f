#pragma once
// What the saga still owes its dependencies: releases, refunds and confirmations, tried until they are done. One
// attempt at a time for each dependency, 0.5 s after the failure that made it, then 1 s, then every 2 s.

#include <chrono>
#include <string>
#include <thread>

#include "tests/shop/lib/upstream.h"
#include "tests/shop/orders/order_book.h"

namespace shop {

class Outbox {
 public:
  // `refunds_once`: a flaw, a refund that fails is not tried again.
  Outbox(OrderBook& book, Upstream& inventory, Upstream& payments, bool refunds_once);
  void run();  // for ever, on a thread of its own

  // One step of the saga; `traceparent` is empty in the background.
  static CallRequest release(const std::string& order);
  static CallRequest confirm(const std::string& order);
  static CallRequest refund(const std::string& order);
  static bool done(const std::string& kind, const Outcome& outcome);

 private:
  using Clock = std::chrono::steady_clock;
  struct Lane {
    Upstream& upstream;
    bool waiting = false;
    Clock::time_point next{};
    std::chrono::milliseconds backoff{500};
  };
  void work(Lane& lane, const std::vector<Task>& tasks);
  Lane& lane_of(const Task& task) { return task.kind == "refund" ? payments_ : inventory_; }

  OrderBook& book_;
  Lane inventory_;
  Lane payments_;
  const bool refunds_once_;
};

}  // namespace shop
