#pragma once
// ControlServer: the control API on a port, by Pistache. One thread answers, one request after the other. Every answer
// has a number (X-Toxiproxy-Request-Id, as Toxiproxy's) and says which Squall gave it (Squall-Version).

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "chaos/toxiproxy/routes.h"
#include "contracts/core/result.h"

namespace squall::chaos::toxiproxy {

class ControlServer {
 public:
  using Handler = std::function<ApiResponse(const ApiRequest&)>;
  // Port 0: any free one. Errors: unavailable, when the address cannot be had.
  static contracts::Result<std::unique_ptr<ControlServer>> open(const std::string& host, std::uint16_t port,
                                                                Handler handler);
  virtual ~ControlServer() = default;  // answers what is under way, then closes
  virtual std::uint16_t port() const = 0;
};

}  // namespace squall::chaos::toxiproxy
