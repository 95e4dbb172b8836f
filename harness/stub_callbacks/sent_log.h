#pragma once
// SentLog: what a stub sent by itself, callbacks and webhooks, and what was answered. Bounded. Thread-safe.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "contracts/core/violation.h"
#include "contracts/http/message.h"
#include "harness/stub/bounded_log.h"

namespace squall::harness {

// Without secrets.
struct SentCall {
  std::uint64_t number = 0;  // in the order in which they were ordered, from 1
  std::chrono::system_clock::time_point at;
  std::string what;                    // "callback orderShipped", "webhook newOrder"
  std::string operation;               // as the contract has it: "POST {$request.body#/callbackUrl}"
  std::string base_url;                // "http://127.0.0.1:9000"
  contracts::http::Request request;    // bodies as long as SentLimits::body
  contracts::http::Response response;  // status 0: there was none
  bool cut = false;                    // a body was longer
  std::string error;                   // why there was no answer, or not all of it; "" when it came
  std::chrono::nanoseconds duration{0};
  std::vector<contracts::Violation> violations;  // of the answer
};

struct SentLimits {
  std::size_t calls = 1000;
  std::size_t bytes = 8u * 1024 * 1024;
  std::size_t body = 16u * 1024;
};

class SentLog {
 public:
  using Calls = BoundedLog<SentCall>::Entries;

  explicit SentLog(SentLimits limits = {}) : limits_(limits), log_(limits.calls, limits.bytes) {}

  std::uint64_t number();   // of the next one
  void add(SentCall call);  // once it is over
  Calls calls() const;      // those that are kept, in the order in which they ended
  void clear();             // numbers go on

 private:
  const SentLimits limits_;
  mutable std::mutex mutex_;
  BoundedLog<SentCall> log_;
  std::uint64_t numbers_ = 0;
};

}  // namespace squall::harness
