#pragma once
// DriftLog: what departed from the contract, one entry for each cause: side, rule and place, at any operation where the
// place is one that operations share. Bounded: so many causes, each with its first example and so many operations.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "harness/watch/judge_exchange.h"
#include "harness/watch/masked.h"

namespace squall::harness {

struct Drift {
  Side side = Side::request;
  reports::Finding finding;        // occurrences are messages; its exchange is the example, masked
  std::string place;               // in the message: "body/lines/0/price"
  std::string example;             // "GET /orders/7 answered 200 {...}"
  std::string trace_id;            // of the example; "" without one
  std::uint64_t attempt = 0;       // that showed it last
  chaos::Instant first{}, last{};  // seen
};

class DriftLog {
 public:
  explicit DriftLog(SecretPlaces places) : places_(std::move(places)) {}

  // Returns the cause where it is a new one; it stays until the next call.
  const Drift* add(const Departure& departure, const std::string& operation, const chaos::Exchange& exchange);
  const std::vector<Drift>& all() const { return all_; }  // in order of appearance
  std::uint64_t left_out() const { return left_out_; }    // departures whose cause found no room

  static constexpr std::size_t kMostCauses = 500, kMostOperations = 50, kLongestBody = 4096;

 private:
  Drift drift_of(const Departure& departure, const std::string& operation, const chaos::Exchange& exchange) const;

  const SecretPlaces places_;
  std::vector<Drift> all_;
  std::unordered_map<std::string, std::size_t> known_;
  std::uint64_t left_out_ = 0;
};

}  // namespace squall::harness
