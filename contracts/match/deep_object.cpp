#include "contracts/match/deep_object.h"

#include <algorithm>

#include "contracts/http/percent.h"
#include "contracts/match/open_values.h"

namespace squall::contracts::match {
namespace {

constexpr std::size_t deepest = 16;

// "[a][b]" -> "a", "b"; nullopt when it is not of that form.
std::optional<std::vector<std::string>> keys_of(std::string_view text) {
  std::vector<std::string> keys;
  while (!text.empty()) {
    const auto close = text.find(']');
    if (text.front() != '[' || close == std::string_view::npos || keys.size() == deepest) return std::nullopt;
    keys.emplace_back(text.substr(1, close - 1));
    text.remove_prefix(close + 1);
  }
  return keys;
}

bool is_index(const std::string& key) {
  return key.size() < 10 && std::all_of(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The key stands for an item: "[]" or "[0]", where no object can be.
bool is_item(const WireShape* shape, const std::string& key) {
  return wants_array(shape) || (may_be_array(shape) && !shape->allows(Kind::object) && is_index(key));
}

// The item that "[0]" means: one that is there already, else the next; "[]" is always the next.
Value& item_at(Array& items, const std::string& key) {
  const std::size_t index = key.empty() ? items.size() : std::stoul(key);
  if (index >= items.size()) items.emplace_back();
  return items[std::min(index, items.size() - 1)];
}

void put(Value& at, const std::vector<std::string>& keys, std::size_t index, const std::string& text,
         const WireShape* shape) {
  const bool last = index + 1 == keys.size();
  if (index == keys.size() ? wants_array(shape) : last && is_item(shape, keys[index])) {
    if (!at.is_array()) at = Value(Array{});
    at.items().push_back(scalar(text, shape->items.get()));
    return;
  }
  if (index < keys.size() && is_index(keys[index]) && is_item(shape, keys[index])) {
    if (!at.is_array()) at = Value(Array{});
    return put(item_at(at.items(), keys[index]), keys, index + 1, text, shape->items.get());
  }
  if (index == keys.size()) {
    if (at.is_null()) {
      at = scalar(text, shape);
      return;
    }
    // Given again: a list, which the schema refuses where it takes one value.
    if (!at.is_array()) at = Value(Array{std::move(at)});
    at.items().push_back(scalar(text, shape != nullptr ? shape->items.get() : nullptr));
    return;
  }
  if (!at.is_object()) at = Value(Object{});
  if (at.find(keys[index]) == nullptr) at.set(keys[index], Value());
  put(*at.find(keys[index]), keys, index + 1, text, shape != nullptr ? shape->property(keys[index]) : nullptr);
}

bool write(const std::string& name, const Value& value, Pairs& pairs) {
  if (value.is_object() && !value.members().empty()) {
    for (const auto& [key, member] : value.members()) {
      if (!write(name + "%5B" + http::percent_encode(key) + "%5D", member, pairs)) return false;
    }
    return true;
  }
  if (value.is_array() && !value.items().empty()) {
    for (const Value& item : value.items()) {
      if (item.is_array() || item.is_object() || !write(name, item, pairs)) return false;
    }
    return true;
  }
  if (value.is_null() || value.is_array() || value.is_object()) return false;
  pairs.emplace_back(name,
                     http::percent_encode(value.is_boolean() ? (value.boolean() ? "true" : "false") : value.text()));
  return true;
}

}  // namespace

std::optional<Value> read_deep_object(const std::string& name, const std::vector<QueryPair>& pairs,
                                      const WireShape* shape) {
  std::optional<Value> result;
  for (const QueryPair& pair : pairs) {
    if (pair.name.size() <= name.size() || pair.name.compare(0, name.size(), name) != 0) continue;
    const auto keys = keys_of(std::string_view(pair.name).substr(name.size()));
    if (!keys) continue;
    if (!result) result = Value(Object{});
    put(*result, *keys, 0, decode_query(pair.raw), shape);
  }
  return result;
}

std::optional<Pairs> write_deep_object(const std::string& name, const Value& value) {
  Pairs pairs;
  if (!value.is_object() || !write(http::percent_encode(name), value, pairs)) return std::nullopt;
  return pairs;
}

}  // namespace squall::contracts::match
