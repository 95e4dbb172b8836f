#include "tests/shop/orders/outbox.h"

#include <algorithm>

namespace shop {

using std::chrono::milliseconds;

Outbox::Outbox(OrderBook& book, Upstream& inventory, Upstream& payments, bool refunds_once)
    : book_(book), inventory_{inventory}, payments_{payments}, refunds_once_(refunds_once) {}

CallRequest Outbox::release(const std::string& order) {
  return {"DELETE", "/reservations/res-" + order.substr(4), {}, {}};
}

CallRequest Outbox::confirm(const std::string& order) {
  return {"PUT", "/reservations/res-" + order.substr(4) + "/confirmation", {}, {}};
}

CallRequest Outbox::refund(const std::string& order) {
  return {"POST", "/refunds", {}, Json({{"order_id", order}}).dump()};
}

bool Outbox::done(const std::string& kind, const Outcome& outcome) {
  if (outcome.kind != Outcome::Kind::answered) return false;
  return outcome.status == (kind == "release" ? 204 : 200);
}

void Outbox::work(Lane& lane, const std::vector<Task>& tasks) {
  const auto now = Clock::now();
  const auto mine = [&](const Task& task) { return &lane_of(task) == &lane; };
  if (std::none_of(tasks.begin(), tasks.end(), mine)) {
    lane.waiting = false;
    return;
  }
  if (!lane.waiting) {
    lane.waiting = true;
    lane.backoff = milliseconds(500);
    lane.next = now + lane.backoff;
  }
  if (now < lane.next) return;
  for (const Task& task : tasks) {
    if (!mine(task)) continue;
    const CallRequest request = task.kind == "refund"    ? refund(task.order)
                                : task.kind == "release" ? release(task.order)
                                                         : confirm(task.order);
    const bool well = done(task.kind, lane.upstream.call_in_background(request, task.kind + "-" + task.order));
    if (!well && !(refunds_once_ && task.kind == "refund")) {
      lane.backoff = std::min(lane.backoff * 2, milliseconds(2000));
      lane.next = Clock::now() + lane.backoff;
      return;
    }
    book_.remove_task(task.id);
    lane.backoff = milliseconds(500);
  }
}

void Outbox::run() {
  for (;;) {
    const std::vector<Task> tasks = book_.tasks();
    work(inventory_, tasks);
    work(payments_, tasks);
    std::this_thread::sleep_for(milliseconds(50));
  }
}

}  // namespace shop
