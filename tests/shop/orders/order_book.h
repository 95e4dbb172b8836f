#pragma once
// Orders, the answers given to idempotency keys, and the outbox's tasks, kept in the orders' SQLite file.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/shop/lib/json.h"
#include "tests/shop/lib/message.h"
#include "tests/shop/lib/store.h"

namespace shop {

struct Draft {
  std::string customer;
  Json items;  // [{sku, quantity}]
  std::string method;
  std::optional<std::string> note;
  bool gift = false;
};

struct Task {
  std::int64_t id = 0;
  std::string kind;  // "release", "refund", "confirm"
  std::string order;
};

// Thread-safe.
class OrderBook {
 public:
  explicit OrderBook(Store& store);  // makes the tables and their first rows

  std::string begin(const Draft& draft);  // the new order's id; its status is pending
  void reserved(const std::string& id, std::int64_t total);
  void finish(const std::string& id, const std::string& status, const std::optional<std::string>& charge = {});
  std::vector<std::string> pending();  // left behind by a process that died

  std::optional<Json> find(const std::string& id);
  struct Page {
    std::vector<Json> items;
    std::int64_t total = 0;
  };
  Page list(const std::optional<std::string>& status, std::int64_t limit);

  struct Known {
    enum class Kind { fresh, answered, busy, different } kind = Kind::fresh;
    Response response;  // when answered
  };
  Known claim_key(const std::string& key, const Json& request);
  void answer_key(const std::string& key, const Response& response);  // 503 gives the key free again

  void add_task(const std::string& kind, const std::string& order);
  std::vector<Task> tasks();
  void remove_task(std::int64_t id);

 private:
  Store& store_;
};

}  // namespace shop
