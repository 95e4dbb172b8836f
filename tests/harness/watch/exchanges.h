#pragma once
// Exchanges with the provider of tests/data/stub/orders.yaml, made by hand.

#include "chaos/proxy/engine.h"

namespace squall::tests {

inline const contracts::http::Headers kJson{{"Content-Type", "application/json"}};

inline chaos::Exchange exchange(contracts::http::Request request, contracts::http::Response response) {
  static std::uint64_t ids = 0;
  chaos::Exchange made;
  made.attempt.id = ++ids;
  made.attempt.edge = "web";
  made.attempt.request_started = std::chrono::milliseconds(1200);
  made.attempt.request_complete = std::chrono::milliseconds(1201);
  made.attempt.last_byte = std::chrono::milliseconds(1210);
  made.attempt.from_provider = true;
  made.attempt.status = response.status;
  made.request = std::move(request);
  made.response = std::move(response);
  return made;
}

inline chaos::Exchange get(std::string target, int status, std::string body, contracts::http::Headers headers = kJson) {
  return exchange({"GET", std::move(target), {}, ""}, {status, "", std::move(headers), std::move(body)});
}

}  // namespace squall::tests
