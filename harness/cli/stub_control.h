#pragma once
// The control APIs of the contracts that a stub process serves, on one port.

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chaos/toxiproxy/control_server.h"
#include "contracts/core/result.h"
#include "harness/stub_control/stub_api.h"

namespace squall::harness {

using NamedApis = std::vector<std::pair<std::string, std::function<std::shared_ptr<StubApi>()>>>;

// Of one contract at the root; of several each below its name, `/orders/journal`, and `GET /` lists them.
chaos::toxiproxy::ApiResponse control_answer(const NamedApis& apis, const chaos::toxiproxy::ApiRequest& request);

// Closed when it is destroyed.
class StubControl {
 public:
  // `address`: HOST:PORT. After signals are watched. Errors: usage, unavailable.
  static contracts::Result<StubControl> open(const std::string& address, NamedApis apis);
  const std::string& url() const { return url_; }

 private:
  StubControl(std::unique_ptr<chaos::toxiproxy::ControlServer> server, std::string url)
      : server_(std::move(server)), url_(std::move(url)) {}
  std::unique_ptr<chaos::toxiproxy::ControlServer> server_;
  std::string url_;
};

}  // namespace squall::harness
