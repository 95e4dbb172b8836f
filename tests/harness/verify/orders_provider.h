#pragma once
// A small provider of orders in memory, written by hand, with a switch for each departure from its contract.

#include <map>
#include <string>

#include "harness/verify/verify.h"

namespace squall::tests {

extern const char* const orders_contract;

class OrdersProvider {
 public:
  explicit OrdersProvider(std::string mutant = {}) : mutant_(std::move(mutant)) {}
  contracts::http::Response answer(const contracts::http::Request& request);
  std::uint64_t requests() const { return requests_; }

 private:
  struct Order {
    std::string sku;
    std::string quantity;
    std::string note;  // JSON; "" for none
  };
  bool is(const char* mutant) const { return mutant_ == mutant; }
  contracts::http::Response route(const contracts::http::Request& request);
  contracts::http::Response create(const contracts::http::Request& request);
  contracts::http::Response list(const contracts::http::Request& request);
  contracts::http::Response read(const std::string& id);
  contracts::http::Response remove(const std::string& id);
  std::string body_of(const std::string& id, const Order& order) const;

  std::string mutant_;
  std::map<std::string, Order> orders_;
  int next_ = 1000;
  std::uint64_t requests_ = 0;
};

}  // namespace squall::tests
