#pragma once
// What the attempts at one instance learn from each other: texts that several of them drew in vain are not drawn again.
// Without it a pattern that nothing matches ('^a$b') costs each attempt all its samples. Not for several threads.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>
#include <vector>

#include "contracts/schema/constraints.h"

namespace squall::contracts::schema {

class HopelessTexts {
 public:
  bool has(const Constraints& constraints) const;
  void count_failure(const Constraints& constraints);

 private:
  // Lengths, patterns, formats.
  using Demands = std::tuple<std::uint64_t, std::uint64_t, std::vector<const Pattern*>, std::vector<std::string_view>>;

  static Demands of(const Constraints& constraints);

  std::map<Demands, std::size_t> failures_;
};

}  // namespace squall::contracts::schema
