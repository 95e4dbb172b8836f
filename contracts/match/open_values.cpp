#include "contracts/match/open_values.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/match/parameter_writer.h"

namespace squall::contracts::match {
namespace {

constexpr std::size_t most_places = 64;  // each costs a validation where the first reading is not valid
constexpr std::size_t most_violations = 200;

bool says_nothing(const WireShape& shape) {
  return shape.kinds == WireShape{}.kinds;
}

// The JSON of an array or object that the shape allows.
std::optional<Value> as_json(const std::string& text, const WireShape& shape) {
  if (!shape.allows(Kind::array) && !shape.allows(Kind::object)) return std::nullopt;
  const auto parsed = Document::parse_json(text);
  if (!parsed || (!parsed->root().is_array() && !parsed->root().is_object())) return std::nullopt;
  return shape.allows(parsed->root().kind()) ? std::optional(Value(parsed->root())) : std::nullopt;
}

std::size_t violations(const schema::Schema& schema, const Value& value) {
  const Document document = Document::of(value);
  if (schema.valid(document.root())) return 0;
  schema::ValidateOptions options;
  options.max_violations = most_violations;
  return std::max<std::size_t>(schema.validate(document.root(), options).size(), 1);
}

}  // namespace

bool may_be_array(const WireShape* shape) {
  return shape != nullptr && shape->allows(Kind::array) && !says_nothing(*shape);
}

bool may_be_object(const WireShape* shape) {
  return shape != nullptr && shape->allows(Kind::object) && !says_nothing(*shape);
}

void OpenValues::add(const std::string& pointer, const Value& value, const WireShape* shape, bool json) {
  if (shape == nullptr) return;
  if (value.is_object()) {
    for (const auto& [name, member] : value.members())
      add(pointer_child(pointer, name), member, shape->property(name), json);
    return;
  }
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.items().size(); ++i)
      add(pointer_child(pointer, i), value.items()[i], shape->items.get(), json);
    return;
  }
  if (value.is_null() || says_nothing(*shape)) return;
  const std::string text = scalar_text(value);
  if (shape->allows(Kind::string) && !value.is_string()) offer(pointer, Value(text));
  if (json) {
    if (auto parsed = as_json(text, *shape)) offer(pointer, std::move(*parsed));
  }
  if (!shape->allows(Kind::array)) return;
  Value list = array({text}, shape);
  const bool typed = !list.items().front().is_string();
  offer(pointer, std::move(list));
  if (typed && shape->items->allows(Kind::string)) offer(pointer, Value(Array{Value(text)}));
}

void OpenValues::add_property(const std::string& name, const Value& value, const WireShape* shape) {
  const auto is_nested = [](const Value& item) { return item.is_array() || item.is_object(); };
  if (value.is_object()) return;
  if (value.is_array() && std::any_of(value.items().begin(), value.items().end(), is_nested)) return;
  add(pointer_child("", name), value, shape, true);
}

void OpenValues::offer(const std::string& pointer, Value other) {
  if (places_.size() < most_places) places_.push_back(Place{pointer, std::move(other)});
}

void OpenValues::settle(Value& whole, const std::optional<schema::Schema>& schema) const {
  if (!schema || places_.empty()) return;
  std::size_t least = violations(*schema, whole);
  for (const Place& place : places_) {
    if (least == 0) return;
    Value changed = whole;
    Value* at = changed.resolve(place.pointer);
    if (at == nullptr) continue;
    *at = place.other;
    const std::size_t found = violations(*schema, changed);
    if (found >= least) continue;
    least = found;
    whole = std::move(changed);
  }
}

}  // namespace squall::contracts::match
