// What a toxic's numbers come to in the fault behind it.
#include "chaos/toxiproxy/toxic.h"

#include <gtest/gtest.h>

#include "chaos/toxiproxy/fields.h"
#include "chaos/toxiproxy/toxic_json.h"
#include "contracts/core/document.h"

namespace squall::chaos::toxiproxy {
namespace {

struct Row {
  const char* name;
  const char* toxic;
  double share;
  const char* parameters;
};

class FaultsOfToxics : public testing::TestWithParam<Row> {};

TEST_P(FaultsOfToxics, TakeWhatToxiproxyTakes) {
  const auto toxic = parse_body(GetParam().toxic).and_then([](const auto& body) { return read_toxic(body); });
  ASSERT_TRUE(toxic);
  const auto fault = fault_of(*toxic, Protocol::tcp);
  ASSERT_TRUE(fault) << fault.error().message;
  EXPECT_EQ(fault->share, GetParam().share);
  EXPECT_EQ(contracts::to_json(fault->parameters), GetParam().parameters);
}

const Row kRows[] = {
    {"as_asked", R"({"type":"timeout","toxicity":0.5,"attributes":{"timeout":5}})", 0.5,
     R"({"after":"5ms","direction":"down"})"},
    {"more_than_always", R"({"type":"timeout","toxicity":80})", 1, R"({"after":"0ms","direction":"down"})"},
    {"less_than_never", R"({"type":"timeout","toxicity":-1})", 0, R"({"after":"0ms","direction":"down"})"},
    {"less_than_no_time", R"({"type":"timeout","attributes":{"timeout":-5}})", 1,
     R"({"after":"0ms","direction":"down"})"},
    {"all_time", R"({"type":"timeout","attributes":{"timeout":9223372036854775807}})", 1,
     R"({"after":"1000000000000ms","direction":"down"})"},
    {"less_than_no_bytes", R"({"type":"limit_data","attributes":{"bytes":-1}})", 1,
     R"({"bytes":"0B","direction":"down"})"},
    {"pieces_of_less_than_nothing", R"({"type":"slicer","attributes":{"average_size":-1}})", 1, "{}"},
    {"pieces_that_vary_too_much", R"({"type":"slicer","attributes":{"average_size":5,"size_variation":9}})", 1,
     R"({"average":"5B","variation":"4B","delay":"0us","direction":"down"})"},
};

INSTANTIATE_TEST_SUITE_P(Toxics, FaultsOfToxics, testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(Toxic, IsTheSameInWhateverOrderItsConditionsStand) {
  const auto read = [](const std::string& json) {
    return read_toxic(contracts::Value(contracts::Document::parse_json(json)->root()));
  };
  const auto one = read(R"({"type":"abort","first":3,"match":{"path":"/a","method":"GET"}})");
  const auto other = read(R"({"type":"abort","match":{"method":"GET"},"path":"/a","first":3})");
  ASSERT_TRUE(one && other);
  EXPECT_EQ(*one, *other);
  EXPECT_EQ(*read_toxic(to_value(*one)), *one);
}

}  // namespace
}  // namespace squall::chaos::toxiproxy
