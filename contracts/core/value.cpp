#include "contracts/core/value.h"

#include <charconv>
#include <cmath>

#include "contracts/core/pointer.h"

namespace squall::contracts {
namespace {

template <class Number>
Lexeme lexeme(Number number) {
  char buffer[40];
  const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, number);
  return Lexeme{std::string(buffer, error == std::errc{} ? end : buffer)};
}

}  // namespace

Value::Value(int value) : data_(lexeme(value)) {}
Value::Value(std::int64_t value) : data_(lexeme(value)) {}
Value::Value(std::uint64_t value) : data_(lexeme(value)) {}
Value::Value(double value) {
  if (std::isfinite(value)) data_ = lexeme(value);
}

Value::Value(const Node& node) {
  switch (node.kind()) {
    case Kind::null:
      break;
    case Kind::boolean:
      data_ = node.boolean();
      break;
    case Kind::number:
      data_ = Lexeme{std::string(node.text())};
      break;
    case Kind::string:
      data_ = std::string(node.text());
      break;
    case Kind::array: {
      Array items;
      items.reserve(node.size());
      for (const Node& item : node.items()) items.emplace_back(item);
      data_ = std::move(items);
      break;
    }
    case Kind::object: {
      Object members;
      members.reserve(node.size());
      for (const Member& member : node.members()) members.emplace_back(std::string(member.key), Value(member.value));
      data_ = std::move(members);
      break;
    }
  }
}

const std::string& Value::text() const {
  if (const auto* number = std::get_if<Lexeme>(&data_)) return number->text;
  return std::get<std::string>(data_);
}

const Value* Value::find(std::string_view key) const {
  const auto* object = std::get_if<Object>(&data_);
  if (object == nullptr) return nullptr;
  for (const auto& [name, value] : *object) {
    if (name == key) return &value;
  }
  return nullptr;
}

Value* Value::find(std::string_view key) {
  return const_cast<Value*>(std::as_const(*this).find(key));
}

void Value::set(std::string_view key, Value value) {
  if (is_null()) data_ = Object{};
  if (Value* existing = find(key)) {
    *existing = std::move(value);
  } else {
    members().emplace_back(std::string(key), std::move(value));
  }
}

bool Value::erase(std::string_view key) {
  auto* object = std::get_if<Object>(&data_);
  return object != nullptr && std::erase_if(*object, [key](const auto& member) { return member.first == key; }) > 0;
}

Value* Value::resolve(std::string_view pointer) {
  Value* value = this;
  while (value != nullptr && !pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    if (auto* items = std::get_if<Array>(&value->data_)) {
      const auto index = pointer_index(token);
      value = index && *index < items->size() ? &(*items)[*index] : nullptr;
    } else {
      value = value->find(pointer_unescape(token));
    }
  }
  return value;
}

}  // namespace squall::contracts
