#include "harness/variation/registry.h"

#include <array>

namespace squall::harness {
namespace {

// In the order in which they are tried: what sound consumers never notice first.
constexpr std::array table = {
    &reordered_members, &layout,       &decimal_numbers, &absent_members, &added_members,  &nulls,       &empty_arrays,
    &full_arrays,       &other_values, &unlisted_values, &other_status,   &absent_headers, &header_case, &charset,
    &chunked,           &slow,         &shortest_texts,  &longest_texts,  &error_status,
};

}  // namespace

std::span<const Variation* const> variations() {
  return table;
}

const Variation* find_variation(std::string_view name) {
  for (const Variation* variation : table) {
    if (variation->name == name) return variation;
  }
  return nullptr;
}

}  // namespace squall::harness
