// large_headers: the answer has header fields larger than clients are made for.
#include <algorithm>

#include "chaos/faults/fault.h"
#include "chaos/faults/kinds.h"
#include "chaos/faults/parameters.h"

namespace squall::chaos {
namespace {

class LargeHeaders final : public Fault {
 public:
  explicit LargeHeaders(const Parameters& given) {
    const auto fields = given.number("fields");
    for (std::uint64_t i = 0; i < fields; ++i)
      edit_.set.push_back(
          {"X-Squall-Padding-" + std::to_string(i + 1), std::string(given.number("size") / fields, 'x')});
  }

  Steps on_response_head(Context&, const ResponseHead&) const override { return {edit_}; }

 private:
  EditHead edit_;
};

std::vector<ParameterInfo> table() {
  return {{"size", ParameterType::size, false, "64KiB", "of all values together, at most 16 MiB"},
          {"fields", ParameterType::integer, false, "1", "how many fields they are in, at most 10000"}};
}

contracts::Result<std::unique_ptr<const Fault>> make(const contracts::Value& parameters) {
  SQUALL_TRY_ASSIGN(const auto given, Parameters::read(table(), parameters));
  if (given.number("size") > 16u * 1024 * 1024 || given.number("fields") > 10'000 || given.number("fields") == 0) {
    return contracts::fail(contracts::ErrorKind::usage, "expected at most 16 MiB, in 1 to 10000 fields");
  }
  return std::make_unique<const LargeHeaders>(given);
}

}  // namespace

FaultDescriptor large_headers_fault() {
  return {"large_headers",
          "header fields larger than clients are made for",
          Layer::http,
          "size",
          table(),
          true,
          true,
          make};
}

}  // namespace squall::chaos
