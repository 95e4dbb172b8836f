#pragma once
// What all keywords that apply to one instance say together: references followed, allOf merged, one branch of each
// alternative chosen. Raw material for generation; whatever it leaves out, the validator catches.

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/schema/program.h"

namespace squall::contracts::schema {

struct Bound {
  std::string_view lexeme;
  bool exclusive = false;
};

struct Constraints {
  std::uint8_t kinds = 0x3F;  // bit per Kind
  bool integer = false;
  bool typed = false;                               // some `type` was given
  bool impossible = false;                          // a false schema
  std::optional<std::vector<const Node*>> choices;  // enum and const
  std::optional<Bound> lower, upper;
  std::vector<std::string_view> multiples;
  std::uint64_t min_length = 0, max_length = UINT64_MAX;
  std::vector<const Pattern*> patterns;
  std::vector<std::string_view> formats;  // also those that are not checked
  std::uint64_t min_items = 0, max_items = UINT64_MAX;
  bool unique = false;
  std::vector<const ItemsPlan*> items;
  std::vector<const ContainsPlan*> contains;
  std::uint64_t min_properties = 0, max_properties = UINT64_MAX;
  std::vector<std::string_view> required;
  std::vector<const MembersPlan*> members;
  std::vector<const Block*> names;  // propertyNames
  std::vector<const Node*> dependent_required;
  std::vector<const Dependencies*> dependent_schemas;
  // Properties whose value a discriminator fixes by the schemas that were merged.
  std::vector<std::pair<std::string_view, std::string_view>> tags;
  std::vector<const Node*> examples;
  std::vector<const Block*> blocks;  // all that were merged
};

// Which branch of an alternative to take.
using Choose = std::function<std::size_t(const std::vector<const Block*>& branches)>;
void merge(Constraints& into, const Block& block, const Choose& choose);
Constraints constraints_of(const std::vector<const Block*>& blocks, const Choose& choose);
// The blocks that a member of that name must satisfy.
std::vector<const Block*> blocks_of_member(const Constraints& constraints, std::string_view name);
// The blocks that the element at that place must satisfy.
std::vector<const Block*> blocks_of_element(const Constraints& constraints, std::size_t index);

}  // namespace squall::contracts::schema
