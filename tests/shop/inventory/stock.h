#pragma once
// Stock and reservations, kept in the inventory's SQLite file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/shop/lib/json.h"
#include "tests/shop/lib/store.h"

namespace shop {

struct Item {
  std::string sku;
  std::int64_t quantity = 0;
};

// One reservation for each order: its id is the order's with `res-` in place of `ord-`. Thread-safe.
class Stock {
 public:
  explicit Stock(Store& store);  // makes the tables and their first rows

  std::optional<Json> level(const std::string& sku);
  std::vector<Json> levels(std::int64_t limit);
  std::optional<Json> reservation(const std::string& id);
  std::vector<Json> reservations(const std::optional<std::string>& order, const std::optional<std::string>& status,
                                 std::int64_t limit);

  enum class Reserved { made, repeated, different, released, not_enough };
  // Repeating a reservation changes nothing; one that was released before it was made is refused for ever.
  Reserved reserve(const std::string& order, const std::vector<Item>& items);
  // Releases it, or sees to it that it is never made. False when it is confirmed.
  bool release(const std::string& id);
  enum class Confirmed { done, unknown, released };
  Confirmed confirm(const std::string& id);

 private:
  void move(const Json& items, std::int64_t reserved_sign, std::int64_t on_hand_sign);
  bool enough(const Json& items);
  Store& store_;
};

std::string reservation_id(const std::string& order);

}  // namespace shop
