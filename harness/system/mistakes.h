#pragma once
// The mistakes found in one file, in the order of the file.

#include <cstddef>
#include <string>
#include <vector>

#include "contracts/core/error.h"

namespace squall::harness {

class Mistakes {
 public:
  static constexpr std::size_t at_most = 50;

  void add(contracts::Location where, std::string message, std::string hint = {},
           contracts::ErrorKind kind = contracts::ErrorKind::malformed);
  // Is there one at this JSON Pointer or below it?
  bool any_below(const std::string& pointer) const;
  bool empty() const { return errors_.empty(); }
  // By line and column; the same text at the same place once; the first `at_most`.
  std::vector<contracts::Error> take();

 private:
  std::vector<contracts::Error> errors_;
};

}  // namespace squall::harness
