#include "harness/stub_state/item_key.h"

#include <gtest/gtest.h>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

TEST(ItemKey, IsANumbersValueAndATextAsItIs) {
  const struct {
    const char *json, *key;
  } rows[] = {{"7", "7"},          {"7.0", "7"},
              {"1e2", "100"},      {"1E+2", "100"},
              {"0.5e1", "5"},      {"1.50", "1.5"},
              {"12e-1", "1.2"},    {"1e-3", "0.001"},
              {"-0.0", "0"},       {"-12.340e1", "-123.4"},
              {"10", "10"},        {"1e400", "1e400"},
              {R"("7.0")", "7.0"}, {R"("007")", "007"},
              {"null", ""},        {"true", ""},
              {"[7]", ""},         {"18446744073709551616", "18446744073709551616"}};
  for (const auto& row : rows)
    EXPECT_EQ(item_key(contracts::Value(contracts::Document::parse_json(row.json)->root())), row.key) << row.json;
}

}  // namespace
}  // namespace squall::harness
