#pragma once
// Register: names, and what became of them since. Catalogues of services tell their readers what is new. Pure.

#include <chrono>
#include <cstdint>
#include <optional>

#include "chaos/names/names.h"

namespace squall::chaos::names {

using Moment = std::chrono::milliseconds;  // since 1970

enum class Change : std::uint8_t { added, modified, deleted };

struct Entry {
  Host host;
  Change last = Change::added;             // what happened to it last
  std::uint64_t created = 1, changed = 1;  // the register's index then
  Moment added{0}, at{0};                  // when it came, when it changed last
  bool operator==(const Entry&) const = default;
};

// Bounded by the ids that it was ever given: of each the last change is kept.
class Register {
 public:
  Register(const Names& names, Moment now);

  void set(const Names& names, Moment now);
  std::uint64_t index() const { return index_; }  // at least 1; grows with every set() that changes something
  // Of the last change to that name; of the whole where there is no such name, as one may come.
  std::uint64_t index_of(const std::string& name) const;
  // As given, then those that are deleted; nullptr: there is no such name.
  const std::vector<Entry>* find(const std::string& name) const;
  const std::map<std::string, std::vector<Entry>>& all() const { return entries_; }

 private:
  std::uint64_t index_ = 1;
  std::map<std::string, std::vector<Entry>> entries_;
  std::map<std::string, std::uint64_t> indices_;
};

}  // namespace squall::chaos::names
