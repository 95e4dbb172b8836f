#include "harness/cli/stub_places.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace squall::harness {
namespace {

using testing::HasSubstr;

TEST(StubPlaces, AreOneForEachContract) {
  PlaceOptions options;
  options.contracts = {"a/orders.yaml", "b/orders.yaml", "a/orders.yaml"};
  options.prefixes = {"/orders/=a/orders.yaml", "/pay=payments.yaml"};
  options.host_names = {"Orders.Local=b/orders.yaml"};
  options.listens = {"4011=payments.yaml", "0.0.0.0:4012=b/orders.yaml"};
  options.port = 4010;
  const auto places = places_of(options);
  ASSERT_TRUE(places) << places.error().message;
  ASSERT_EQ(places->size(), 3u);
  const auto& [first, second, third] = std::tie((*places)[0], (*places)[1], (*places)[2]);
  EXPECT_EQ(first.name, "orders");
  EXPECT_EQ(first.prefix, "/orders");
  EXPECT_EQ(first.address, (Address{"127.0.0.1", 4010}));
  EXPECT_EQ(second.name, "orders-2");
  EXPECT_EQ(second.host_name, "orders.local");
  EXPECT_EQ(second.address, (Address{"0.0.0.0", 4012}));
  EXPECT_EQ(third.prefix, "/pay");
  EXPECT_EQ(third.address, (Address{"127.0.0.1", 4011}));
}

TEST(StubPlaces, ShareAPortUnlessTheyAskForTheirOwn) {
  PlaceOptions options;
  options.contracts = {"a.yaml", "b.yaml"};
  options.listens = {"0=c.yaml", "0=d.yaml", "4010=e.yaml", "4010=f.yaml"};
  const auto places = places_of(options);
  ASSERT_TRUE(places);
  std::string shared;
  for (const auto& one : *places) {
    for (const auto& other : *places) shared += on_one_port(one, other) ? "x" : ".";
    shared += "\n";
  }
  EXPECT_EQ(shared, "xx....\nxx....\n..x...\n...x..\n....xx\n....xx\n");
}

struct Row {
  const char* name;
  PlaceOptions options;
  const char* message;
};
class WrongPlaces : public testing::TestWithParam<Row> {};

TEST_P(WrongPlaces, AreTold) {
  const auto places = places_of(GetParam().options);
  ASSERT_FALSE(places);
  EXPECT_EQ(places.error().kind, contracts::ErrorKind::usage);
  EXPECT_THAT(places.error().message, HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Cli, WrongPlaces,
    testing::Values(Row{"none", {}, "CONTRACT is required"},
                    Row{"no_equals", {{}, {"/orders"}, {}, {}}, "expected /orders=orders.yaml, found '/orders'"},
                    Row{"no_contract", {{}, {"/orders="}, {}, {}}, "expected"},
                    Row{"no_path", {{}, {"orders=o.yaml"}, {}, {}}, "is no path"},
                    Row{"root", {{}, {"/=o.yaml"}, {}, {}}, "is no path"},
                    Row{"query", {{}, {"/o?x=o.yaml"}, {}, {}}, "is no path"},
                    Row{"host_with_port", {{}, {}, {"orders.local:80=o.yaml"}, {}}, "is no host name"},
                    Row{"no_port", {{}, {}, {}, {"many=o.yaml"}}, "--listen: expected HOST:PORT"},
                    Row{"two_prefixes", {{}, {"/a=o.yaml", "/b=o.yaml"}, {}, {}}, "--prefix is given twice for o.yaml"},
                    Row{"two_ports", {{}, {}, {}, {"1=o.yaml", "2=o.yaml"}}, "--listen is given twice for o.yaml"}),
    [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::harness
