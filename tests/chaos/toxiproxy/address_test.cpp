#include "chaos/toxiproxy/address.h"

#include <gtest/gtest.h>

#include <ostream>

namespace squall::chaos::toxiproxy {
namespace {

struct Row {
  const char* given;
  const char* address;  // "" for an error
};

void PrintTo(const Row& row, std::ostream* out) {
  *out << row.given;
}

class Listens : public testing::TestWithParam<Row> {};

TEST_P(Listens, AreResolved) {
  const auto address = resolve_listen(GetParam().given);
  EXPECT_EQ(address ? to_string(*address) : "", GetParam().address);
  EXPECT_EQ(address ? 0 : address.error().status, address ? 0 : 500);
}

INSTANTIATE_TEST_SUITE_P(Addresses, Listens,
                         testing::Values(Row{"127.0.0.1:80", "127.0.0.1:80"}, Row{"localhost:80", "127.0.0.1:80"},
                                         Row{"localhost:0", "127.0.0.1:0"}, Row{"", "127.0.0.1:0"},
                                         Row{":80", "[::]:80"}, Row{"[::]:80", "[::]:80"}, Row{"[::1]:80", "[::1]:80"},
                                         Row{"[0:0:0:0:0:0:0:1]:80", "[::1]:80"}, Row{"0.0.0.0:80", "0.0.0.0:80"},
                                         Row{"[fe80::1%lo]:80", "[fe80::1%lo]:80"}, Row{"localhost", ""},
                                         Row{"localhost:", ""}, Row{"localhost:65536", ""}, Row{"::1:80", ""},
                                         Row{"no-such-host.invalid:80", ""}));

class Upstreams : public testing::TestWithParam<Row> {};

TEST_P(Upstreams, AreAnyText) {
  EXPECT_EQ(to_string(parse_upstream(GetParam().given)), GetParam().address);
}

INSTANTIATE_TEST_SUITE_P(Addresses, Upstreams,
                         testing::Values(Row{"redis:6379", "redis:6379"}, Row{":6379", "127.0.0.1:6379"},
                                         Row{"[::1]:6379", "[::1]:6379"}, Row{"example.com", "127.0.0.1:0"},
                                         Row{"example.com:0", "127.0.0.1:0"}, Row{"example.com:x", "127.0.0.1:0"},
                                         Row{"http://example.com:80", "127.0.0.1:0"}, Row{"", "127.0.0.1:0"}));

}  // namespace
}  // namespace squall::chaos::toxiproxy
