#pragma once
// Applies a function to every text of a report, keys of its maps included: the ground that redacting and tidying stand
// on.

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "reports/model/fields.h"

namespace squall::reports {

// `change` takes std::string& and may alter it. Two keys that become equal are added up.
template <class F>
class EachText {
 public:
  explicit EachText(F change) : change_(std::move(change)) {}

  void operator()(const char*, std::string& text) { change_(text); }
  void operator()(const char*, std::map<std::string, std::uint64_t>& counts) {
    std::map<std::string, std::uint64_t> changed;
    for (const auto& [key, count] : counts) {
      std::string text = key;
      change_(text);
      changed[text] += count;
    }
    counts = std::move(changed);
  }
  template <class T>
  void operator()(const char* name, std::vector<T>& items) {
    for (auto& item : items) (*this)(name, item);
  }
  template <class T>
  void operator()(const char*, T& value) {
    if constexpr (std::is_class_v<T> && !std::same_as<T, std::optional<double>>) fields(*this, value);
  }

 private:
  F change_;
};

template <class F>
void each_text(RunReport& report, F change) {
  EachText<F> visitor(std::move(change));
  visitor("version", report.squall_version);
  run_fields(visitor, report);
  system_fields(visitor, report);
  body_fields(visitor, report);
}

}  // namespace squall::reports
