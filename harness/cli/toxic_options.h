#pragma once
// What `squall toxic` was asked for, and the bodies that it sends.

#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "contracts/core/value.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct ToxicOptions {
  std::string action;
  std::vector<std::string> words;  // behind it
  std::string control;
  bool json = false;
  // create
  std::string listen, upstream, protocol;
  bool disabled = false;
  // add, update
  std::string name, type, stream, toxicity, ttl;
  std::vector<std::string> attributes;  // NAME=VALUE
};

void declare_toxic_options(CLI::App& app, ToxicOptions& options);

// The bodies of the calls. Errors: usage; begin with the option.
contracts::Result<contracts::Value> proxy_body(const ToxicOptions& options);
// From the fault's notation where there is one behind the proxy, else from --type and --attribute.
contracts::Result<contracts::Value> new_toxic_body(const ToxicOptions& options);
contracts::Result<contracts::Value> changed_toxic_body(const ToxicOptions& options);

}  // namespace squall::harness
