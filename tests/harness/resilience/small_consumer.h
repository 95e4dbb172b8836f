#pragma once
// A real consumer on another HTTP stack: it answers POST /orders by calling POST /charges, with a timeout, retries and
// a circuit breaker that can be set.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace squall::tests {

struct SmallConsumerSettings {
  std::string provider_host = "127.0.0.1";
  std::uint16_t provider_port = 0;
  std::chrono::milliseconds timeout{250};  // zero: none
  int retries = 2;
  std::chrono::milliseconds first_pause{60};  // doubled each time
  bool idempotency_key = true;
  int opens_after = 5;  // failed calls in a row; 0: never
  std::chrono::milliseconds open_for{500};
  int in_flight = 0;  // calls to the provider at once, the excess is turned away; 0: as many as come
};

class SmallConsumer {
 public:
  explicit SmallConsumer(SmallConsumerSettings settings);
  ~SmallConsumer();
  std::string url() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::tests
