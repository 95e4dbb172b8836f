#pragma once
// What is known of each pattern: one row for each way of a consumer, one file of rows for each pattern.

#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "chaos/patterns/pattern.h"
#include "tests/chaos/patterns/simulated_consumer.h"

namespace squall::tests {

using chaos::Measurement;
using chaos::Presence;
using chaos::Verdict;
using contracts::Object;
using contracts::Value;
using Key = ConsumerTraits::Key;

struct Row {
  std::string name;
  std::string pattern;
  ConsumerTraits traits;
  Value expectation;
  Presence present;
  Verdict verdict;
  std::string rule;                                             // of the judgement; "" when it does not matter
  std::vector<std::pair<std::string, double>> quantities = {};  // medians, within 10 %
  std::vector<std::string> labels = {};
  std::vector<std::string> observations = {};
};

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.pattern << " " << row.name;
}

inline ConsumerTraits with(void (*change)(ConsumerTraits&)) {
  ConsumerTraits traits;
  change(traits);
  return traits;
}

inline Value expect(Object members) {
  return Value(std::move(members));
}

bool has_scene(std::string_view pattern, Verdict verdict);  // in the tables of scene_test.cpp

std::vector<Row> timeout_rows();
std::vector<Row> retries_rows();
std::vector<Row> safe_retries_rows();
std::vector<Row> circuit_breaker_rows();
std::vector<Row> fallback_rows();
std::vector<Row> in_contract_rows();

}  // namespace squall::tests
