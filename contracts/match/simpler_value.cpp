#include "contracts/match/simpler_value.h"

#include <deque>

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/core/utf8.h"

namespace squall::contracts::match {
namespace {

void simpler_text(const std::string& text, std::vector<Value>& out) {
  if (text.empty()) return;
  out.emplace_back("");
  if (text != "a") out.emplace_back("a");
  std::string half;
  std::string_view rest = text;
  const std::size_t length = utf8_length(text);
  for (std::size_t i = 0; i < length / 2; ++i) append_utf8(half, next_code_point(rest));
  if (half.size() > 1) {
    out.emplace_back(half);
    out.emplace_back(std::string(rest));
  }
  if (length > 1) {
    std::string_view tail = text;
    next_code_point(tail);
    out.emplace_back(std::string(tail));
    std::string head = text;
    while ((static_cast<unsigned char>(head.back()) & 0xC0) == 0x80) head.pop_back();
    head.pop_back();
    out.emplace_back(std::move(head));
    out.emplace_back(std::string(length, 'a'));
  }
}

void simpler_number(const std::string& lexeme, std::vector<Value>& out) {
  for (const char* plain : {"0", "1", "-1"}) {
    if (lexeme != plain) out.emplace_back(Lexeme{plain});
  }
  if (const auto dot = lexeme.find('.'); dot != std::string::npos) out.emplace_back(Lexeme{lexeme.substr(0, dot)});
  if (const auto whole = to_int64(lexeme); whole && (*whole > 3 || *whole < -3)) {
    out.emplace_back(*whole / 2);
    out.emplace_back(*whole > 0 ? *whole - 1 : *whole + 1);
  }
}

void simpler_array(const Array& items, std::vector<Value>& out) {
  if (items.empty()) return;
  const auto half = static_cast<std::ptrdiff_t>(items.size() / 2);
  out.emplace_back(Array{});
  if (items.size() > 1) {
    out.emplace_back(Array(items.begin(), items.begin() + half));
    out.emplace_back(Array(items.begin() + half, items.end()));
  }
  for (std::size_t i = 0; i < items.size() && i < 20 && items.size() > 2; ++i) {
    Array fewer = items;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    out.emplace_back(std::move(fewer));
  }
}

void simpler_object(const Object& members, std::vector<Value>& out) {
  if (members.empty()) return;
  const auto half = static_cast<std::ptrdiff_t>(members.size() / 2);
  out.emplace_back(Object{});
  if (members.size() > 1) {
    out.emplace_back(Object(members.begin(), members.begin() + half));
    out.emplace_back(Object(members.begin() + half, members.end()));
  }
  for (std::size_t i = 0; i < members.size() && members.size() > 2; ++i) {
    Object fewer = members;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    out.emplace_back(std::move(fewer));
  }
}

std::vector<Value> simpler_here(const Value& value) {
  std::vector<Value> out;
  if (value.is_string()) simpler_text(value.text(), out);
  if (value.is_number()) simpler_number(value.text(), out);
  if (value.is_array()) simpler_array(value.items(), out);
  if (value.is_object()) simpler_object(value.members(), out);
  if (value.is_boolean() && value.boolean()) out.emplace_back(false);
  return out;
}

}  // namespace

std::vector<Value> simpler_values(const Value& value, std::size_t most) {
  std::vector<Value> out;
  std::deque<std::string> pointers = {""};
  Value whole = value;
  while (!pointers.empty() && out.size() < most) {
    const std::string pointer = std::move(pointers.front());
    pointers.pop_front();
    const Value here = *whole.resolve(pointer);
    for (Value& simple : simpler_here(here)) {
      if (out.size() == most) break;
      Value changed = value;
      *changed.resolve(pointer) = std::move(simple);
      out.push_back(std::move(changed));
    }
    if (here.is_object()) {
      for (const auto& [name, member] : here.members()) pointers.push_back(pointer_child(pointer, name));
    }
    if (here.is_array()) {
      for (std::size_t i = 0; i < here.items().size(); ++i) pointers.push_back(pointer_child(pointer, i));
    }
  }
  return out;
}

}  // namespace squall::contracts::match
