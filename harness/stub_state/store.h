#pragma once
// Store: what a stub remembers. Bounded: beyond its limits the items that were put first make room. Not thread-safe.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace squall::harness {

struct StoreLimits {
  std::size_t items = 10'000;
  std::size_t bytes = 16u * 1024 * 1024;  // of the items' JSON
  std::size_t snapshots = 16;
};

struct StoredItem {
  std::string collection;          // "/users/{user}/orders"
  std::vector<std::string> scope;  // values of the parents' parameters: "7"
  std::string id;                  // as in the path, decoded
  std::uint64_t number = 0;        // counts all items ever put; lists go by it
  std::size_t bytes = 0;
  std::shared_ptr<const contracts::Value> value;
};

class Store {
 public:
  explicit Store(StoreLimits limits = {}) : limits_(limits) {}
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Puts an item or replaces it in its place of the list. How many others had to make room.
  std::size_t put(const std::string& collection, const std::vector<std::string>& scope, const std::string& id,
                  contracts::Value value);
  const StoredItem* find(const std::string& collection, const std::vector<std::string>& scope,
                         const std::string& id) const;
  bool erase(const std::string& collection, const std::vector<std::string>& scope, const std::string& id);
  // Erased, itself or with what it was below, and not put since. Of as many as items may be kept; beyond, all are
  // forgotten.
  bool was_erased(const std::string& collection, const std::vector<std::string>& scope, const std::string& id) const;
  bool knows(const std::string& collection) const;  // an item of it, or one that was erased
  // Those of one collection below one scope, by number.
  std::vector<const StoredItem*> list(const std::string& collection, const std::vector<std::string>& scope) const;
  // Those whose collection's path begins with `path` and whose scope begins with `scope`: what is below an item.
  std::size_t erase_below(const std::string& path, const std::vector<std::string>& scope);
  std::size_t size() const { return items_.size(); }
  std::size_t bytes() const { return bytes_; }
  std::vector<const StoredItem*> all() const;
  std::uint64_t made() const { return made_; }  // ids that were given out
  void count_made() { ++made_; }
  void clear();  // as if nothing had ever been put or made; snapshots stay

  // A snapshot has the counts, too: what is made next is the same after each return to it. Snapshots share the items'
  // values with the store. Errors (usage): too many of them; none of that name.
  contracts::Status keep(const std::string& name);
  contracts::Status bring_back(const std::string& name);
  bool forget(const std::string& name);
  std::vector<std::string> snapshots() const;

 private:
  using Key = std::tuple<std::string, std::vector<std::string>, std::string>;
  using Items = std::map<Key, StoredItem>;
  using List = std::map<std::uint64_t, const StoredItem*>;  // by number; items stay where they are in memory
  struct Snapshot {
    Items items;
    std::uint64_t numbers = 0, made = 0;
  };
  const StoredItem& add(StoredItem item);
  void remove(Items::iterator item);
  void note_erased(const Key& key);

  StoreLimits limits_;
  Items items_;
  List by_number_;                                                          // all of them
  std::map<std::pair<std::string, std::vector<std::string>>, List> lists_;  // none is empty
  std::uint64_t numbers_ = 0, made_ = 0;
  std::set<Key> erased_;
  std::size_t bytes_ = 0;
  std::map<std::string, Snapshot> snapshots_;
};

}  // namespace squall::harness
