// Every format on every small sample, held to its golden file.

#include "tests/reports/support/golden.h"

#include <gtest/gtest.h>

#include "reports/formats/console.h"
#include "reports/formats/format.h"
#include "tests/reports/support/samples.h"

namespace squall::tests {
namespace {
using namespace reports;

using Row = std::tuple<Format, Sample>;
class Golden : public testing::TestWithParam<Row> {};

TEST_P(Golden, RendersAsLookedAt) {
  const auto& [format, sample] = GetParam();
  std::string text = format.render(sample.make());
  if (format.name == "html") text.erase(0, text.find("<body>"));  // before it stands the style, which is no data
  expect_golden(std::string(sample.name) + '.' + std::string(format.name) + '.' + std::string(format.extension), text);
}

std::vector<Sample> small_samples() {
  std::vector<Sample> small;
  for (const auto& sample : samples()) {
    if (sample.name != "huge") small.push_back(sample);
  }
  return small;
}

INSTANTIATE_TEST_SUITE_P(Formats, Golden,
                         testing::Combine(testing::ValuesIn(formats().begin(), formats().end()),
                                          testing::ValuesIn(small_samples())),
                         [](const auto& row) {
                           return std::string(std::get<0>(row.param).name) + '_' +
                                  std::string(std::get<1>(row.param).name);
                         });

TEST(Console, IsColouredWhenAsked) {
  expect_golden("stormy.coloured.txt", render_console(stormy_report(), {.colour = true, .columns = 80}));
}

}  // namespace
}  // namespace squall::tests
