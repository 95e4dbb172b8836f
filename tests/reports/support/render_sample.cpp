// render_sample SAMPLE FORMAT: writes a sample report to standard output, for tests that look at it with other
// programs.

#include <cstdio>
#include <string>

#include "reports/formats/format.h"
#include "tests/reports/support/samples.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: render_sample SAMPLE FORMAT\n", stderr);
    return 2;
  }
  const auto* format = squall::reports::find_format(argv[2]);
  for (const auto& sample : squall::tests::samples()) {
    if (sample.name != argv[1] || format == nullptr) continue;
    const std::string text = format->render(sample.make());
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
  }
  std::fprintf(stderr, "no sample '%s' or no format '%s'\n", argv[1], argv[2]);
  return 2;
}
