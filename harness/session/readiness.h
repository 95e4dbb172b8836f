#pragma once
// One look at whether a service is ready. Internal to this room.

#include <chrono>
#include <stop_token>
#include <string>

#include "harness/traffic/client.h"

namespace squall::harness {

// "" when ready, else what was seen instead: "GET http://127.0.0.1:4000/health answered 503".
std::string why_not_ready(Client& client, const std::string& url, const std::string& http_path,
                          std::chrono::nanoseconds timeout, const std::stop_token& stop);

// The host and port of "http://127.0.0.1:4000"; port 0 when there is none.
struct HostPort {
  std::string host;
  std::uint16_t port = 0;
};
HostPort host_port_of(const std::string& url);

}  // namespace squall::harness
