// Run reports come from other machines and other versions: whatever is read can be rendered.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "reports/formats/format.h"
#include "reports/model/run_report_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto report = squall::reports::parse_run_report({reinterpret_cast<const char*>(data), size}, "fuzz.json");
  if (!report) return 0;
  for (const auto& format : squall::reports::formats()) {
    if (format.render(*report).empty()) __builtin_trap();
  }
  return 0;
}
