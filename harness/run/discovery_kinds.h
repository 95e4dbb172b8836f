#pragma once
// What a `discovery` of each kind is served by.

#include <memory>
#include <string>

#include "chaos/names/names.h"
#include "contracts/core/result.h"
#include "harness/system/discovery_spec.h"

namespace squall::harness {

struct Discovery {
  std::unique_ptr<chaos::names::Server> server;
  std::string url;  // "dns://127.0.0.1:5301", "http://127.0.0.1:8500"
};

// Listens on 127.0.0.1. Errors: unavailable, when the port is in use.
contracts::Result<Discovery> open_discovery(const NameServerSpec& spec, const chaos::names::Names& names);

}  // namespace squall::harness
