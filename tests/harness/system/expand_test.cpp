#include "harness/system/expand.h"

#include <gtest/gtest.h>

namespace squall::harness {
namespace {

const Addresses addresses = {{{"orders", "http://127.0.0.1:40123"}, {"plain", "http://orders.local"}},
                             {{"orders-db", "tcp://127.0.0.1:5433"}, {"six", "http://[::1]:80"}}};

struct Row {
  const char* text;
  const char* expanded;  // nullptr: an error
};
void PrintTo(const Row& row, std::ostream* out) {
  *out << row.text;
}

class Expand : public testing::TestWithParam<Row> {};

TEST_P(Expand, Gives) {
  const auto expanded = expand(GetParam().text, addresses);
  if (GetParam().expanded == nullptr) {
    EXPECT_FALSE(expanded) << *expanded;
  } else {
    ASSERT_TRUE(expanded) << expanded.error().message;
    EXPECT_EQ(*expanded, GetParam().expanded);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, Expand,
                         testing::Values(Row{"", ""}, Row{"plain text, $HOME and {x}", "plain text, $HOME and {x}"},
                                         Row{"${services.orders.url}/a", "http://127.0.0.1:40123/a"},
                                         Row{"${services.orders.port}", "40123"}, Row{"${services.plain.port}", "80"},
                                         Row{"${services.plain.host}", "orders.local"},
                                         Row{"${edges.orders-db.host}:${edges.orders-db.port}", "127.0.0.1:5433"},
                                         Row{"${edges.orders-db.url}", "tcp://127.0.0.1:5433"},
                                         Row{"${edges.six.host}", "[::1]"},
                                         Row{"$${services.orders.url}", "${services.orders.url}"},
                                         Row{"$$${services.orders.port}", "$${services.orders.port}"},
                                         Row{"${services.nobody.url}", nullptr},
                                         Row{"${services.orders.path}", nullptr}, Row{"${edges.orders.url}", nullptr},
                                         Row{"${env.HOME}", nullptr}, Row{"${services.orders.url", nullptr},
                                         Row{"${}", nullptr}));

}  // namespace
}  // namespace squall::harness
