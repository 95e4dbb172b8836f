#include "harness/cli/address.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

struct Row {
  const char* text;
  bool any_port;
  const char* expected;  // "" when it is none
};
class Addresses : public testing::TestWithParam<Row> {};

TEST_P(Addresses, AreRead) {
  const auto address = parse_address("--upstream", GetParam().text, GetParam().any_port);
  EXPECT_EQ(address ? address_text(address->host, address->port) : "", GetParam().expected) << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Cli, Addresses,
                         testing::Values(Row{"127.0.0.1:8080", false, "127.0.0.1:8080"},
                                         Row{"payments:80", false, "payments:80"}, Row{"[::1]:9", false, "[::1]:9"},
                                         Row{":8080", false, "127.0.0.1:8080"}, Row{"8080", false, "127.0.0.1:8080"},
                                         Row{"http://a:81/x/y", false, "a:81"}, Row{"http://a", false, "a:80"},
                                         Row{"http://[::1]/", false, "[::1]:80"},
                                         Row{"127.0.0.1:0", true, "127.0.0.1:0"}, Row{"127.0.0.1:0", false, ""},
                                         Row{"payments", false, ""}, Row{"a:99999", false, ""}, Row{"a:b", false, ""},
                                         Row{"", false, ""}, Row{"https://a", false, ""},
                                         Row{"http://user@a:1", false, ""}));

}  // namespace
}  // namespace squall::harness
