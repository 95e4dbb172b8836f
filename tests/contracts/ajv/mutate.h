#pragma once
// A change somewhere in a value, made without knowing its schema.

#include "contracts/core/random.h"
#include "contracts/core/value.h"

namespace squall::tests {

inline void collect(contracts::Value& value, std::vector<contracts::Value*>& all) {
  all.push_back(&value);
  if (value.is_object()) {
    for (auto& [name, member] : value.members()) collect(member, all);
  }
  if (value.is_array()) {
    for (auto& item : value.items()) collect(item, all);
  }
}

inline contracts::Value any_value(contracts::Random& random) {
  using contracts::Array;
  using contracts::Object;
  using contracts::Value;
  switch (random.below(9)) {
    case 0:
      return nullptr;
    case 1:
      return random.chance(0.5);
    case 2:
      return Value(random.between(-2, 300));
    case 3:
      return Value(contracts::Lexeme{"1.5"});
    case 4:
      return "";
    case 5:
      return "squall";
    case 6:
      return "2024-02-30";
    case 7:
      return Array{};
    default:
      return Object{};
  }
}

inline void change(contracts::Value& node, contracts::Random& random) {
  using contracts::Value;
  if (node.is_object() && !node.members().empty() && random.chance(0.7)) {
    auto& members = node.members();
    if (random.chance(0.7)) {
      members.erase(members.begin() + static_cast<std::ptrdiff_t>(random.below(members.size())));
    } else {
      node.set(random.chance(0.5) ? "squall" : "id", any_value(random));
    }
  } else if (node.is_array() && !node.items().empty() && random.chance(0.7)) {
    auto& items = node.items();
    const auto at = random.below(items.size());
    if (random.chance(0.5)) {
      items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
    } else {
      items.push_back(Value(items[at]));
    }
  } else if (node.is_string() && random.chance(0.6)) {
    std::string text = node.text();
    if (random.chance(0.3) && !text.empty() && static_cast<unsigned char>(text.back()) < 0x80) {
      text.pop_back();
    } else if (random.chance(0.3)) {
      for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    } else {
      text += random.chance(0.5) ? "!" : "0";
    }
    node = Value(std::move(text));
  } else {
    node = any_value(random);
  }
}

inline contracts::Value mutated(contracts::Value value, contracts::Random random) {
  std::vector<contracts::Value*> all;
  collect(value, all);
  change(*all[random.below(all.size())], random);
  return value;
}

}  // namespace squall::tests
