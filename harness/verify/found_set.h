#pragma once
// Everything that was found, one entry for each cause.

#include <string>
#include <unordered_map>
#include <vector>

#include "harness/verify/found.h"

namespace squall::harness {

class FoundSet {
 public:
  // The same cause again counts, and adds its way to the first ones; the first exchange is kept.
  void add(FoundProblem found);
  bool has(const std::string& id) const { return by_id_.contains(id); }
  std::size_t errors() const { return errors_; }
  std::vector<FoundProblem>& all() { return all_; }
  // Errors first, then in order of appearance.
  const std::vector<FoundProblem>& in_order();

 private:
  std::vector<FoundProblem> all_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t errors_ = 0;
};

}  // namespace squall::harness
