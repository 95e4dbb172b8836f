#include "harness/verify/operation_filter.h"

#include <algorithm>

#include "contracts/core/suggest.h"
#include "harness/check/glob.h"

namespace squall::harness {

namespace {

using contracts::openapi::Contract;
using contracts::openapi::Operation;

constexpr std::string_view tag = "tag:";

bool any_selects(const std::vector<OperationPattern>& patterns, const Operation& operation) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const OperationPattern& pattern) { return selects(pattern.text, operation); });
}

std::vector<std::string> names_of(const Contract& contract) {
  std::vector<std::string> names;
  for (const Operation& operation : contract.operations) {
    names.push_back(operation.name());
    names.push_back(operation.path);
    if (!operation.operation_id.empty()) names.push_back(operation.operation_id);
    for (const std::string& name : operation.tags) names.push_back(std::string(tag) + name);
  }
  return names;
}

contracts::Status each_selects_something(const char* option, const std::vector<OperationPattern>& patterns,
                                         const Contract& contract) {
  for (const OperationPattern& pattern : patterns) {
    const auto& operations = contract.operations;
    if (std::any_of(operations.begin(), operations.end(),
                    [&](const Operation& operation) { return selects(pattern.text, operation); }))
      continue;
    const std::string near = contracts::nearest(pattern.text, names_of(contract));
    return contracts::fail(contracts::ErrorKind::usage,
                           std::string(option) + " '" + pattern.text + "' selects no operation of " + contract.file,
                           pattern.location,
                           near.empty() ? "write 'GET /orders/{id}', an operationId, tag:NAME, or a path with * and ?"
                                        : "did you mean '" + near + "'?");
  }
  return {};
}

}  // namespace

bool selects(const std::string& pattern, const Operation& operation) {
  if (pattern.compare(0, tag.size(), tag) == 0) {
    return std::any_of(operation.tags.begin(), operation.tags.end(), [&](const std::string& name) {
      return glob(std::string_view(pattern).substr(tag.size()), name);
    });
  }
  if (!pattern.empty() && pattern[0] == '/') return glob(pattern, operation.path);
  if (pattern.find(' ') != std::string::npos) return glob(pattern, operation.name());
  return !operation.operation_id.empty() && glob(pattern, operation.operation_id);
}

contracts::Result<Operations> left_out(const VerifySpec& spec, const Contract& contract) {
  SQUALL_TRY(each_selects_something("include", spec.include, contract));
  SQUALL_TRY(each_selects_something("exclude", spec.exclude, contract));
  Operations result;
  for (const Operation& operation : contract.operations) {
    const bool included = spec.include.empty() || any_selects(spec.include, operation);
    if (!included || any_selects(spec.exclude, operation)) result.insert(&operation);
  }
  if (!contract.operations.empty() && result.size() == contract.operations.size()) {
    return contracts::fail(contracts::ErrorKind::usage, "include and exclude leave no operation of " + contract.file,
                           spec.exclude.empty() ? contracts::Location{} : spec.exclude.front().location);
  }
  return result;
}

}  // namespace squall::harness
