#pragma once
// Parameters: an object as people write it, read against the table that describes it.

#include <chrono>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "chaos/faults/ramp.h"
#include "chaos/faults/registry.h"
#include "contracts/http/message.h"

namespace squall::chaos {

class Parameters {
 public:
  // Null is an empty object. Errors (usage; location.pointer points into `given`): no object, an unknown name, a
  // required one missing, a value that its type cannot read. Defaults are filled in.
  static contracts::Result<Parameters> read(std::span<const ParameterInfo> table, const contracts::Value& given);

  bool has(std::string_view name) const { return values_.find(name) != values_.end(); }
  // Precondition: the table gives that name that type. Zero or empty when absent.
  std::chrono::nanoseconds duration(std::string_view name) const { return get<std::chrono::nanoseconds>(name); }
  std::uint64_t number(std::string_view name) const { return get<std::uint64_t>(name); }  // size, integer, calls
  double real(std::string_view name) const { return get<double>(name); }                  // share, rate, real
  Ramp ramp(std::string_view name) const { return get<Ramp>(name); }                      // what ramps, and only that
  bool flag(std::string_view name) const { return get<bool>(name); }
  std::string text(std::string_view name) const { return get<std::string>(name); }  // text, choice
  contracts::http::Headers headers(std::string_view name) const { return get<contracts::http::Headers>(name); }

 private:
  using Setting =
      std::variant<std::chrono::nanoseconds, std::uint64_t, double, bool, std::string, contracts::http::Headers, Ramp>;
  static contracts::Result<Setting> read_one(const ParameterInfo& info, const contracts::Value& value);
  static contracts::Result<Setting> read_text(const ParameterInfo& info, const std::string& text);

  template <class T>
  T get(std::string_view name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return T{};
    const T* value = std::get_if<T>(&found->second);
    return value != nullptr ? *value : T{};
  }

  std::map<std::string, Setting, std::less<>> values_;
};

}  // namespace squall::chaos
