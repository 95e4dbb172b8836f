// The first line is a pattern, the rest is text. Compiled or refused in both modes; searching ends.

#include <cstdint>
#include <string_view>

#include "contracts/core/random.h"
#include "contracts/schema/pattern.h"
#include "contracts/schema/pattern_sample.h"

using namespace squall::contracts;
using namespace squall::contracts::schema;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto end = std::min(input.find('\n'), input.size());
  const std::string_view ecma = input.substr(0, end);
  const std::string_view text = input.substr(std::min(end + 1, input.size()));
  Random random(1, "fuzz");
  (void)sample_pattern(ecma, random, 3);
  for (const PatternMode mode : {PatternMode::strict, PatternMode::lenient}) {
    if (const auto pattern = Pattern::compile(ecma, mode)) (void)pattern->search(text);
  }
  return 0;
}
