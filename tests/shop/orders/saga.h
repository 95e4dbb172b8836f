#pragma once
// Placing an order: reserve, charge, confirm; what was done is undone when a later step fails.

#include <string>

#include "tests/shop/lib/upstream.h"
#include "tests/shop/orders/order_book.h"

namespace shop {

struct SagaFlaws {
  bool no_compensation = false;
  bool undeclared_500 = false;
};

class Saga {
 public:
  Saga(OrderBook& book, Upstream& inventory, Upstream& payments, SagaFlaws flaws)
      : book_(book), inventory_(inventory), payments_(payments), flaws_(flaws) {}

  Response place(const Draft& draft, const std::string& traceparent);
  // Undoes the orders that an earlier process left pending.
  void recover();

 private:
  Response give_up(const std::string& order, const std::string& why);
  Response reject(const std::string& order, int status, const std::string& title, const std::string& detail);
  Response charge(const Draft& draft, const std::string& order, std::int64_t total, const std::string& traceparent);
  void release(const std::string& order, const std::string& traceparent);
  void confirm(const std::string& order, const std::string& traceparent);
  void later(const std::string& kind, const std::string& order);

  OrderBook& book_;
  Upstream& inventory_;
  Upstream& payments_;
  const SagaFlaws flaws_;
};

}  // namespace shop
