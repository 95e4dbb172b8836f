#include "contracts/core/calendar.h"

#include <gtest/gtest.h>

namespace squall::contracts {
namespace {

using std::chrono::milliseconds;
using std::chrono::system_clock;

TEST(Calendar, IsUtcToTheMillisecond) {
  EXPECT_EQ(calendar_text(system_clock::time_point{}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(calendar_text(system_clock::time_point{} + milliseconds(1'709'210'096'007)), "2024-02-29T12:34:56.007Z");
}

}  // namespace
}  // namespace squall::contracts
