#pragma once
// ControlClient: calls of a control API that runs somewhere, ours or Toxiproxy's.

#include <optional>
#include <string>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "harness/traffic/client.h"

namespace squall::harness {

class ControlClient {
 public:
  // `given`: HOST:PORT or a URL; "" takes what TOXIPROXY_URL says, else localhost:8474. Errors: usage.
  static contracts::Result<ControlClient> at(const std::string& given);

  // What was answered; null where there is no body. Errors: unavailable when nobody answers, or not as a control API
  // does, or with 5xx; usage with the API's own words for the rest.
  contracts::Result<contracts::Value> call(const std::string& method, const std::string& path,
                                           const std::optional<contracts::Value>& body = {});

 private:
  explicit ControlClient(std::string url) : url_(std::move(url)), client_(std::make_unique<Client>()) {}

  std::string url_;
  std::unique_ptr<Client> client_;
};

}  // namespace squall::harness
