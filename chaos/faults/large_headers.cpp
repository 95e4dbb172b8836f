// large_headers: the answer has header fields larger than clients are made for.
#include <algorithm>

#include "chaos/faults/describe.h"
#include "chaos/faults/kinds.h"

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

contracts::Status check(const Parameters& given) {
  if (given.number("size") > 16u * 1024 * 1024 || given.number("fields") > 10'000 || given.number("fields") == 0) {
    return contracts::fail(contracts::ErrorKind::usage, "expected at most 16 MiB, in 1 to 10000 fields");
  }
  return {};
}

}  // namespace

FaultDescriptor large_headers_fault() {
  return describe<LargeHeaders, table, check>("large_headers", "header fields larger than clients are made for",
                                              Layer::http, "size");
}

}  // namespace squall::chaos
