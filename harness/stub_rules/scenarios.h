#pragma once
// Scenarios: state machines by name, and how often rules have matched. Thread-safe.

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace squall::harness {

inline constexpr const char* kStart = "start";  // the state that every scenario begins in

class Scenarios {
 public:
  struct Snapshot {
    std::map<std::string, std::string> states;
    std::map<std::size_t, std::uint64_t> matched;  // by rule
    std::map<std::string, std::uint64_t> sequences;
  };

  explicit Scenarios(std::vector<std::string> names);

  struct Turn {
    std::size_t rule = 0;
    std::string scenario;     // "" for none
    std::string from;         // the state it must be in; "" is any
    std::string to;           // the state it is in afterwards; "" as before
    std::uint64_t times = 0;  // at most; 0 is no limit
  };
  // Takes the turn where it can be taken, in one step; false otherwise.
  bool take(const Turn& turn);
  std::uint64_t next(const std::string& sequence);  // 1, 2, 3 ...

  std::map<std::string, std::string> states() const;
  // False when there is no scenario of that name.
  bool set(const std::string& scenario, const std::string& state);
  void reset();
  Snapshot snapshot() const;
  void bring_back(Snapshot snapshot);

 private:
  mutable std::mutex mutex_;
  const std::vector<std::string> names_;
  Snapshot now_;
};

}  // namespace squall::harness
