#include "harness/stub_state/store.h"

#include <algorithm>
#include <iterator>

namespace squall::harness {

const StoredItem& Store::add(StoredItem item) {
  Key key{item.collection, item.scope, item.id};
  const StoredItem& added = items_.emplace(std::move(key), std::move(item)).first->second;
  bytes_ += added.bytes;
  by_number_.emplace(added.number, &added);
  lists_[{added.collection, added.scope}].emplace(added.number, &added);
  return added;
}

void Store::remove(Items::iterator item) {
  const StoredItem& stored = item->second;
  const auto list = lists_.find({stored.collection, stored.scope});
  list->second.erase(stored.number);
  if (list->second.empty()) lists_.erase(list);
  bytes_ -= stored.bytes;
  by_number_.erase(stored.number);
  items_.erase(item);
}

std::size_t Store::put(const std::string& collection, const std::vector<std::string>& scope, const std::string& id,
                       contracts::Value value) {
  const Key key{collection, scope, id};
  StoredItem item{collection, scope, id, 0, contracts::to_json(value).size(), nullptr};
  item.value = std::make_shared<const contracts::Value>(std::move(value));
  const auto known = items_.find(key);
  if (known != items_.end()) {
    item.number = known->second.number;
    remove(known);
  } else {
    item.number = ++numbers_;
  }
  erased_.erase(key);
  const std::uint64_t own = add(std::move(item)).number;
  std::size_t gone = 0;
  while (items_.size() > 1 && (items_.size() > limits_.items || bytes_ > limits_.bytes)) {
    auto oldest = by_number_.begin();
    if (oldest->first == own) ++oldest;
    const StoredItem& first = *oldest->second;
    remove(items_.find(Key{first.collection, first.scope, first.id}));
    ++gone;
  }
  return gone;
}

const StoredItem* Store::find(const std::string& collection, const std::vector<std::string>& scope,
                              const std::string& id) const {
  const auto found = items_.find(Key{collection, scope, id});
  return found == items_.end() ? nullptr : &found->second;
}

bool Store::erase(const std::string& collection, const std::vector<std::string>& scope, const std::string& id) {
  const auto found = items_.find(Key{collection, scope, id});
  if (found == items_.end()) return false;
  note_erased(found->first);
  remove(found);
  return true;
}

void Store::note_erased(const Key& key) {
  if (erased_.size() >= limits_.items) erased_.clear();
  erased_.insert(key);
}

bool Store::was_erased(const std::string& collection, const std::vector<std::string>& scope,
                       const std::string& id) const {
  return erased_.contains(Key{collection, scope, id});
}

bool Store::knows(const std::string& collection) const {
  const Key first{collection, {}, ""};
  const auto item = items_.lower_bound(first);
  const auto erased = erased_.lower_bound(first);
  return (item != items_.end() && std::get<0>(item->first) == collection) ||
         (erased != erased_.end() && std::get<0>(*erased) == collection);
}

std::vector<const StoredItem*> Store::list(const std::string& collection, const std::vector<std::string>& scope) const {
  std::vector<const StoredItem*> found;
  const auto list = lists_.find({collection, scope});
  if (list == lists_.end()) return found;
  found.reserve(list->second.size());
  for (const auto& [number, item] : list->second) found.push_back(item);
  return found;
}

std::size_t Store::erase_below(const std::string& path, const std::vector<std::string>& scope) {
  std::size_t gone = 0;
  for (auto item = items_.begin(); item != items_.end();) {
    const auto next = std::next(item);
    const StoredItem& stored = item->second;
    if (stored.collection.starts_with(path) && stored.scope.size() >= scope.size() &&
        std::equal(scope.begin(), scope.end(), stored.scope.begin())) {
      note_erased(item->first);
      remove(item);
      ++gone;
    }
    item = next;
  }
  return gone;
}

std::vector<const StoredItem*> Store::all() const {
  std::vector<const StoredItem*> found;
  for (const auto& [number, item] : by_number_) found.push_back(item);
  return found;
}

void Store::clear() {
  items_.clear();
  by_number_.clear();
  lists_.clear();
  erased_.clear();
  bytes_ = 0;
  numbers_ = made_ = 0;
}

contracts::Status Store::keep(const std::string& name) {
  if (!snapshots_.contains(name) && snapshots_.size() >= limits_.snapshots)
    return contracts::fail(contracts::ErrorKind::usage,
                           "there are " + std::to_string(limits_.snapshots) + " snapshots already", {},
                           "remove one first");
  snapshots_.insert_or_assign(name, Snapshot{items_, numbers_, made_});
  return {};
}

contracts::Status Store::bring_back(const std::string& name) {
  const auto found = snapshots_.find(name);
  if (found == snapshots_.end())
    return contracts::fail(contracts::ErrorKind::usage, "there is no snapshot '" + name + "'");
  clear();
  for (const auto& [key, item] : found->second.items) add(item);
  numbers_ = found->second.numbers;
  made_ = found->second.made;
  return {};
}

bool Store::forget(const std::string& name) {
  return snapshots_.erase(name) != 0;
}

std::vector<std::string> Store::snapshots() const {
  std::vector<std::string> names;
  for (const auto& [name, snapshot] : snapshots_) names.push_back(name);
  return names;
}

}  // namespace squall::harness
