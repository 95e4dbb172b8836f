#pragma once
// What a block leaves open: the same for those who count branches and those who see them taken.

#include <string>
#include <string_view>
#include <unordered_set>

#include "contracts/schema/program.h"

namespace squall::contracts::schema {

constexpr std::size_t kMostValues = 32;  // a longer enum is a list of codes, not of cases
constexpr std::size_t kDeepestInPlace = 200;

using Names = std::unordered_set<std::string_view>;

bool offers_values(const Instruction& instruction);  // enum, but not const
bool offers_types(const Instruction& instruction);
bool is_of_type(const Node& instance, std::string_view type);
bool allows_nothing(const Block& block);
// What people call an alternative: "Card" of "#/components/schemas/Card", a title, a type; "" for none.
std::string name_of(const Block& block);
// Adds the members that whatever holds to the block must have.
void add_required(const Block& block, Names& names);

}  // namespace squall::contracts::schema
