#pragma once
// Registrations: which instances services said that they are. They are kept so that each is told that it is known; what
// a catalogue lists is what the run has it list.

#include <cstddef>
#include <set>
#include <string>
#include <utility>

namespace squall::chaos::catalogue {

class Registrations {
 public:
  // False: there are too many.
  bool add(const std::string& name, const std::string& id) {
    if (known_.size() >= kMost && !known(name, id)) return false;
    known_.emplace(name, id);
    return true;
  }
  bool known(const std::string& name, const std::string& id) const { return known_.contains({name, id}); }
  bool remove(const std::string& name, const std::string& id) { return known_.erase({name, id}) == 1; }

 private:
  static constexpr std::size_t kMost = 1024;
  std::set<std::pair<std::string, std::string>> known_;
};

}  // namespace squall::chaos::catalogue
