#include "contracts/match/left_out.h"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/document.h"

namespace squall::contracts::match {
namespace {

constexpr std::size_t kMostMembers = 64;

struct Place {
  std::string holder;  // a pointer
  std::string name;
  bool kept = true;
};

// What holds others comes before them.
void add_places(const Value& value, const std::string& pointer, std::vector<Place>& places) {
  if (value.is_object()) {
    for (const auto& [name, member] : value.members()) {
      if (places.size() == kMostMembers) return;
      places.push_back({pointer, name});
      add_places(member, pointer_child(pointer, name), places);
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.items().size(); ++i)
      add_places(value.items()[i], pointer_child(pointer, i), places);
  }
}

Value without(Value value, const std::vector<Place>& places) {
  for (const Place& place : places) {
    if (place.kept) continue;
    if (Value* holder = value.resolve(place.holder); holder != nullptr) holder->erase(place.name);
  }
  return value;
}

}  // namespace

std::optional<Value> with_members_left_out(const Value& whole, const std::function<bool(const Value&)>& fits) {
  std::vector<Place> places;
  add_places(whole, "", places);
  // The innermost first: a member that is left out costs less than what holds it.
  bool found = false;
  for (std::size_t i = places.size(); i-- > 0 && !found;) {
    places[i].kept = false;
    found = fits(without(whole, places));
  }
  if (!found) return std::nullopt;
  for (Place& place : places) {
    if (place.kept) continue;
    place.kept = true;
    if (!fits(without(whole, places))) place.kept = false;
  }
  return without(whole, places);
}

}  // namespace squall::contracts::match
