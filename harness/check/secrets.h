#pragma once
// The secrets of one run while it goes on: those that were given, and those that turn up (tokens that were fetched,
// what a hook put into headers). Thread-safe.

#include <map>
#include <mutex>
#include <string>

namespace squall::harness {

class Secrets {
 public:
  Secrets() = default;
  explicit Secrets(std::map<std::string, std::string> known) : known_(std::move(known)) {}

  // `shown` is printed in place of the value. The first name given stays.
  void add(const std::string& value, const std::string& shown = "[redacted]") {
    const std::lock_guard lock(mutex_);
    if (!value.empty()) known_.emplace(value, shown);
  }
  std::map<std::string, std::string> all() const {
    const std::lock_guard lock(mutex_);
    return known_;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::string> known_;  // value -> what stands for it
};

}  // namespace squall::harness
