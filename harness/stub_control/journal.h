#pragma once
// Journal: the last exchanges of a stub, with what was made of them. Bounded by their number and size. Thread-safe.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/stub/bounded_log.h"
#include "harness/stub/stub.h"
#include "harness/stub_rules/call_assertion.h"

namespace squall::harness {

struct JournalEntry {
  std::uint64_t number = 0;  // of the exchange, from 1
  std::chrono::system_clock::time_point at;
  std::string peer;
  contracts::http::Request request;  // bodies as long as JournalLimits::body
  std::string coding;                // its Content-Encoding, where that was undone; it is not among the headers then
  contracts::http::Response response;
  bool request_cut = false, response_cut = false;            // the body was longer
  std::shared_ptr<const contracts::match::Router> router;    // keeps the operation
  const contracts::openapi::Operation* operation = nullptr;  // nullptr: the contract has none
  std::vector<contracts::Violation> violations;              // of the request, without secrets
  std::vector<std::string> notes;                            // who answered, and what was done
  std::chrono::nanoseconds delay{0};
};

struct JournalLimits {
  std::size_t entries = 1000;
  std::size_t bytes = 8u * 1024 * 1024;
  std::size_t body = 16u * 1024;
};

class Journal {
 public:
  using Entries = BoundedLog<JournalEntry>::Entries;
  struct View {
    Entries entries;              // those that are kept, oldest first
    std::uint64_t forgotten = 0;  // how many had to make room since it was cleared
  };

  explicit Journal(JournalLimits limits = {}) : limits_(limits), log_(limits.entries, limits.bytes) {}

  // `router` is the stub's that answered.
  void add(const StubExchange& exchange, std::shared_ptr<const contracts::match::Router> router,
           std::chrono::system_clock::time_point at);
  View view() const;
  void clear();  // numbers go on

 private:
  const JournalLimits limits_;
  mutable std::mutex mutex_;
  BoundedLog<JournalEntry> log_;
  std::uint64_t numbers_ = 0, forgotten_ = 0;
};

struct Calls {
  Journal::Entries found;   // that are as wanted
  Journal::Entries untold;  // that may be: parts of the body are asked for, and it was cut
};
Calls calls_of(const RuleRequest& wanted, const Journal::Entries& entries);

}  // namespace squall::harness
