#pragma once
// Placing an order: reserve, charge, confirm; what was done is undone when a later step fails.

#include <string>

#include "tests/shop/lib/upstream.h"
#include "tests/shop/orders/order_book.h"

namespace shop {

struct SagaFlaws {
  bool no_compensation = false;
  bool forgets_refund = false;  // where the charge's answer was lost
  bool undeclared_500 = false;
  bool error_off_contract = false;
  bool drops_failed_release = false;  // where the charge failed and so does its undoing, the stock stays reserved
  bool stumbles_after_retry = false;  // where the reservation took a retry and the charge fails, the answer is a 500
};

class Saga {
 public:
  Saga(OrderBook& book, Upstream& inventory, Upstream& payments, SagaFlaws flaws)
      : book_(book), inventory_(inventory), payments_(payments), flaws_(flaws) {}

  Response place(const Draft& draft, const std::string& traceparent);
  // Undoes the orders that an earlier process left pending.
  void recover();

 private:
  Response give_up(const std::string& order, const std::string& why, bool stumbles = false);
  Response reject(const std::string& order, int status, const std::string& title, const std::string& detail);
  Response charge(const Draft& draft, const std::string& order, std::int64_t total, bool retried,
                  const std::string& traceparent);
  void release(const std::string& order, const std::string& traceparent, bool once);
  void confirm(const std::string& order, const std::string& traceparent);
  void later(const std::string& kind, const std::string& order);

  OrderBook& book_;
  Upstream& inventory_;
  Upstream& payments_;
  const SagaFlaws flaws_;
};

}  // namespace shop
