#include "contracts/schema/violate.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/schema/candidates.h"

namespace squall::contracts::schema {
namespace {

constexpr std::uint64_t kLongestText = 70'000;

Value of_kind(Kind kind) {
  switch (kind) {
    case Kind::string:
      return "squall";
    case Kind::number:
      return 7;
    case Kind::boolean:
      return true;
    case Kind::object:
      return Object{{"squall", 1}};
    case Kind::array:
      return Array{};
    case Kind::null:
      break;
  }
  return nullptr;
}

void wrong_types(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!constraints.typed) return;
  const auto allowed = [&constraints](Kind kind) { return (constraints.kinds & kind_bit(kind)) != 0; };
  if (!allowed(Kind::null)) out.add("type", nullptr, "null");
  if (!allowed(Kind::string) && (valid.is_number() || valid.is_boolean())) out.add("type", to_json(valid), "as text");
  if (!allowed(Kind::number) && valid.is_boolean()) out.add("type", 1, "as number");
  if (!allowed(Kind::array)) out.add("type", Array{valid}, "in a list");
  if (valid.is_array() && !valid.items().empty()) {
    const Value& one = valid.items().front();
    if (!allowed(one.kind())) out.add("type", one, "without its list");
  }
  if (constraints.integer && valid.is_number()) out.add("type", Value(Lexeme{"1.5"}));
  for (const Kind kind : {Kind::string, Kind::number, Kind::boolean, Kind::object, Kind::array, Kind::null}) {
    if (!allowed(kind)) out.add("type", of_kind(kind));
  }
}

void wrong_choices(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!constraints.choices) return;
  for (const char* keyword : {"enum", "const"}) {
    if (valid.is_string()) {
      out.add(keyword, other_case(valid.text()), "case");
      if (!valid.text().empty()) out.add(keyword, valid.text().substr(0, valid.text().size() - 1), "near miss");
      out.add(keyword, valid.text() + "_squall");
      out.add(keyword, "squall");
    }
    if (valid.is_number()) out.add(keyword, std::int64_t{to_int64(valid.text()).value_or(0) % 1'000'000'000 + 99'991});
    if (valid.is_boolean()) out.add(keyword, !valid.boolean());
    if (valid.is_object()) out.add(keyword, Object{{"squall", true}});
    if (valid.is_array()) out.add(keyword, Array{"squall"});
  }
}

// The first value outside of the bound, kept a multiple of the whole divisors.
Value beyond(const Bound& bound, int direction, const Constraints& constraints) {
  constexpr std::int64_t kFar = 1'000'000'000'000'000'000;
  const auto whole = to_int64(bound.lexeme);
  if (!whole || *whole < -kFar || *whole > kFar) {
    if (bound.exclusive) return Value(Lexeme{std::string(bound.lexeme)});
    const double at = to_double(bound.lexeme);
    return Value(at + direction * std::max(1.0, std::abs(at) * 0.01));
  }
  std::int64_t step = 1;
  for (const std::string_view multiple : constraints.multiples) {
    step = std::clamp<std::int64_t>(to_int64(multiple).value_or(1), step, kFar);
  }
  const std::int64_t value = *whole + (bound.exclusive ? 0 : direction);
  const std::int64_t above = (value % step + step) % step;  // over the multiple below
  if (direction < 0) return value - above;
  return above == 0 ? value : value - above + step;
}

void wrong_numbers(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!valid.is_number()) return;
  if (constraints.lower) {
    Value low = beyond(*constraints.lower, -1, constraints);
    out.add("minimum", low);
    out.add("exclusiveMinimum", std::move(low));
  }
  if (constraints.upper) {
    Value high = beyond(*constraints.upper, 1, constraints);
    out.add("maximum", high);
    out.add("exclusiveMaximum", std::move(high));
  }
  if (!constraints.multiples.empty()) {
    const auto whole = to_int64(valid.text());
    if (whole) {
      out.add("multipleOf", *whole + 1);
      out.add("multipleOf", *whole - 1);
    }
    if (!constraints.integer) {
      out.add("multipleOf", Value(to_double(valid.text()) + 0.001));
      out.add("multipleOf", Value(to_double(valid.text()) - 0.0001));
    }
  }
}

void wrong_formats(const Constraints& constraints, const Value& valid, Candidates& out) {
  for (const std::string_view format : constraints.formats) {
    if (find_format(format) == nullptr) continue;
    if (valid.is_number()) {
      out.add("format", Value(Lexeme{format == "int32" ? "2147483648" : "9223372036854775808"}));
    } else if (valid.is_string()) {
      if (format == "date") out.add("format", "2023-02-30", "impossible");
      if (format == "date-time") out.add("format", "2023-02-30T25:61:00Z", "impossible");
      out.add("format", "not a " + std::string(format));
      out.add("format", "!" + valid.text());
      out.add("format", std::string(valid.text().size(), '!'));
      out.add("format", "(" + valid.text().substr(std::min<std::size_t>(1, valid.text().size())));
    }
  }
}

void wrong_texts(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!valid.is_string()) return;
  const std::string& text = valid.text();
  if (constraints.min_length > 0 && constraints.min_length <= kLongestText) {
    std::string shorter;
    std::string_view rest = text;
    for (std::uint64_t i = 1; i < constraints.min_length && !rest.empty(); ++i)
      append_utf8(shorter, next_code_point(rest));
    out.add("minLength", std::move(shorter));
    // Fewer characters than asked for, but no fewer bytes.
    std::string wide;
    for (std::uint64_t i = 1; i < constraints.min_length; ++i) wide += "\u00e9";
    if (!wide.empty()) out.add("minLength", std::move(wide), "multi-byte");
  }
  if (constraints.max_length < kLongestText) {
    const std::uint64_t length = utf8_length(text);
    const auto missing =
        static_cast<std::size_t>(constraints.max_length + 1 - std::min(length, constraints.max_length));
    const char last = text.empty() ? 'a' : text.back();
    out.add("maxLength", text + std::string(missing, static_cast<unsigned char>(last) < 0x80 ? last : 'a'));
    out.add("maxLength", text + std::string(missing, 'a'));
    out.add("maxLength", std::string(static_cast<std::size_t>(constraints.max_length) + 1, 'a'));
  }
  if (constraints.patterns.empty()) return;
  out.add("pattern", text + "!");
  out.add("pattern", "!" + text);
  std::string changed = text;
  for (char& c : changed) c = c >= '0' && c <= '9' ? 'x' : '0';
  out.add("pattern", std::move(changed));
  out.add("pattern", std::string(std::max<std::size_t>(text.size(), 1), '!'));
  out.add("pattern", std::string(std::max<std::size_t>(text.size(), 1), ' '));
  out.add("pattern", "");
}

// One more item than allowed, all different, where the items are listed.
std::optional<Array> distinct_items(const Constraints& constraints) {
  const Constraints item =
      constraints_of(blocks_of_element(constraints, 0), [](const auto&) { return std::size_t{0}; });
  if (!item.choices || item.choices->size() <= constraints.max_items) return std::nullopt;
  Array items;
  for (const Node* choice : *item.choices) {
    if (items.size() <= constraints.max_items) items.emplace_back(*choice);
  }
  return items;
}

void wrong_arrays(const Constraints& constraints, const Value& valid, Candidates& out) {
  if (!valid.is_array()) return;
  const Array& items = valid.items();
  if (constraints.min_items > 0 && items.size() >= constraints.min_items) {
    out.add("minItems", Array(items.begin(), items.begin() + static_cast<std::ptrdiff_t>(constraints.min_items - 1)));
  }
  if (constraints.max_items < kMostElements && !items.empty()) {
    Array longer = items;
    while (longer.size() <= constraints.max_items) longer.push_back(longer.front());
    out.add("maxItems", longer);
    if (auto distinct = distinct_items(constraints)) out.add("maxItems", std::move(*distinct));
    for (std::size_t i = 0; i < longer.size(); ++i) {
      if (longer[i].is_string()) longer[i] = longer[i].text() + std::to_string(i);
      if (longer[i].is_number()) longer[i] = static_cast<std::int64_t>(i);
    }
    out.add("maxItems", std::move(longer));
  }
  if (constraints.unique && !items.empty()) {
    Array twice = items;
    if (twice.size() < constraints.max_items) {
      twice.push_back(twice.front());
    } else if (twice.size() > 1) {
      twice.back() = twice.front();
    }
    out.add("uniqueItems", std::move(twice));
  }
}

// A type that none of the alternatives has.
void wrong_alternatives(const Constraints& constraints, Candidates& out) {
  for (const Block* block : constraints.blocks) {
    for (const Op op : {Op::any_of, Op::one_of}) {
      const Instruction* alternatives = block->find(op);
      if (alternatives == nullptr) continue;
      std::uint8_t kinds = 0;
      for (const Block* branch : *alternatives->branches) {
        kinds |= constraints_of({branch}, [](const auto&) { return std::size_t{0}; }).kinds;
      }
      for (const Kind kind : {Kind::string, Kind::number, Kind::boolean, Kind::object, Kind::array, Kind::null}) {
        if ((kinds & kind_bit(kind)) == 0) out.add(alternatives->keyword, of_kind(kind));
      }
    }
  }
}

}  // namespace

std::string other_case(std::string text) {
  for (char& c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

std::vector<Violating> violations_of(const Constraints& constraints, const Value& valid) {
  Candidates out;
  wrong_types(constraints, valid, out);
  wrong_choices(constraints, valid, out);
  wrong_numbers(constraints, valid, out);
  wrong_formats(constraints, valid, out);
  wrong_texts(constraints, valid, out);
  wrong_arrays(constraints, valid, out);
  wrong_objects(constraints, valid, out);
  unknown_tags(constraints, valid, out);
  wrong_alternatives(constraints, out);
  return out.take();
}

}  // namespace squall::contracts::schema
