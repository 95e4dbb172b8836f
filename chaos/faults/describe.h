#pragma once
// The usual fault and its descriptor: a class whose constructor takes the parameters that its table describes.

#include <memory>
#include <vector>

#include "chaos/faults/fault.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {

inline contracts::Status nothing_else(const Parameters&) {
  return {};
}

// `Check` says what else is asked of parameters that are well formed.
template <class F, std::vector<ParameterInfo> (*Table)(), contracts::Status (*Check)(const Parameters&) = nothing_else>
contracts::Result<std::unique_ptr<const Fault>> make_fault(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(Table(), parameters));
  SQUALL_TRY(Check(given));
  return std::make_unique<const F>(given);
}

template <class F, std::vector<ParameterInfo> (*Table)(), contracts::Status (*Check)(const Parameters&) = nothing_else>
FaultDescriptor describe(std::string_view kind, std::string_view summary, Layer layer, std::string_view shorthand) {
  return {kind, summary, layer, shorthand, Table(), true, true, make_fault<F, Table, Check>};
}

}  // namespace squall::chaos
