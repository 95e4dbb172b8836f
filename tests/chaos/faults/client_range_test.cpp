#include "chaos/faults/client_range.h"

#include <gtest/gtest.h>

namespace squall::chaos {
namespace {

struct Row {
  const char* range;
  const char* peer;
  bool expected;
};
class ClientRanges : public testing::TestWithParam<Row> {};
TEST_P(ClientRanges, HoldAddresses) {
  const auto range = ClientRange::parse(GetParam().range);
  ASSERT_TRUE(range);
  EXPECT_EQ(range->holds(GetParam().peer), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Faults, ClientRanges,
    testing::Values(Row{"127.0.0.1", "127.0.0.1:80", true}, Row{"127.0.0.1", "127.0.0.2:80", false},
                    Row{"127.0.0.1", "127.0.0.1", true}, Row{"10.0.0.0/8", "10.255.0.1:1", true},
                    Row{"10.0.0.0/8", "11.0.0.1:1", false}, Row{"10.128.0.0/9", "10.127.0.1:1", false},
                    Row{"0.0.0.0/0", "203.0.113.9:1", true}, Row{"0.0.0.0/0", "[2001:db8::1]:1", false},
                    Row{"::1", "[::1]:80", true}, Row{"fd00::/8", "[fd12::1]:80", true},
                    Row{"fd00::/8", "[fe80::1]:80", false}, Row{"10.0.0.0/8", "[::ffff:10.1.1.1]:80", true},
                    Row{"::/0", "[2001:db8::1]:1", true}, Row{"10.0.0.0/8", "", false}));

class NoRanges : public testing::TestWithParam<const char*> {};
TEST_P(NoRanges, AreNone) {
  EXPECT_FALSE(ClientRange::parse(GetParam()));
}
INSTANTIATE_TEST_SUITE_P(Faults, NoRanges,
                         testing::Values("", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8",
                                         "::1/129", "10.0.0.0/8x", "10.0.0.0/0008"));

}  // namespace
}  // namespace squall::chaos
