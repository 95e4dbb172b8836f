#pragma once
// A service's SQLite file.

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

struct sqlite3;

namespace shop {

using Cell = std::variant<std::nullptr_t, std::int64_t, std::string>;

struct Row {
  std::map<std::string, Cell> cells;
  std::int64_t integer(const std::string& name) const;
  std::string text(const std::string& name) const;
  bool null(const std::string& name) const;
};

// One connection, one caller at a time: `transaction` holds the lock for its whole length. A failing statement ends the
// process, as nothing sensible can be answered then.
class Store {
 public:
  explicit Store(const std::string& file);  // "" keeps it in a private temporary file
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  std::vector<Row> run(std::string_view sql, const std::vector<Cell>& values = {});
  void transaction(const std::function<void()>& work);  // `work` calls run() on the same thread

 private:
  sqlite3* db_ = nullptr;
  std::recursive_mutex mutex_;
};

std::string now_rfc3339();  // "2026-01-31T12:00:00Z"

}  // namespace shop
