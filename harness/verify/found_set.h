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
  void add(Found found);
  std::size_t errors() const { return errors_; }
  std::vector<Found>& all() { return all_; }
  // Errors first, then in order of appearance.
  const std::vector<Found>& in_order();

 private:
  std::vector<Found> all_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::size_t errors_ = 0;
};

}  // namespace squall::harness
