#pragma once
// Charges and refunds, kept in the payments' SQLite file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/shop/lib/json.h"
#include "tests/shop/lib/store.h"

namespace shop {

struct ChargeOrder {
  std::string key;
  std::string order;
  std::int64_t amount = 0;  // in cents
  std::string currency;
  std::string method;
};

// Thread-safe.
class Ledger {
 public:
  explicit Ledger(Store& store);  // makes the tables and their first rows

  struct Charged {
    enum class Kind { done, declined, key_reused, refunded } kind = Kind::done;
    Json charge;  // when done
  };
  // The same key with the same content charges once; an order that was refunded is never charged.
  Charged charge(const ChargeOrder& order);
  std::optional<Json> find(const std::string& id);
  struct Page {
    std::vector<Json> items;
    std::int64_t total = 0;
  };
  Page list(const std::optional<std::string>& order, const std::optional<std::string>& status, std::int64_t limit);
  // Refunds whatever was charged for the order and refuses later charges. Repeating it changes nothing.
  Json refund(const std::string& order);
  Json balance();

 private:
  Store& store_;
};

}  // namespace shop
