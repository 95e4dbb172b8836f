#pragma once
// A provider of ten bytes, and a request for them.

#include <atomic>
#include <string>

#include "tests/chaos/proxy/wire.h"

namespace squall::chaos {

inline const std::string kGet = "GET /a HTTP/1.1\r\nHost: b\r\n\r\n";
inline const std::string kJson = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n1234567890";
inline const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nX-A: 1\r\n\r\n";

// Keeps alive; answers each request that has no body; counts them.
struct Provider {
  bool json = false;
  std::atomic<int> requests{0};
  tests::RawProvider raw{[this](tests::Wire& wire) {
    while (!wire.read_to("\r\n\r\n").empty()) {
      ++requests;
      wire.send(json ? kJson : kHead + "0123456789");
    }
  }};
};

}  // namespace squall::chaos
