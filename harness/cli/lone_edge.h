#pragma once
// One edge given on the command line, as a system: a consumer that already runs, whose dependency address is the
// proxy's.

#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/system/system_file.h"

namespace squall::harness {

struct LoneEdge {
  std::string listen;                // where the consumer expects its provider: "127.0.0.1:9102"
  std::string upstream;              // where the provider really is
  std::string stimulus;              // "POST http://127.0.0.1:8081/orders"
  std::string body;                  // JSON, or any text with a Content-Type header
  std::vector<std::string> headers;  // "Name: value"
  std::string contract;              // the consumer's own; may be ""
  std::string provider_contract;     // names the operations on the edge; may be ""
};

// Errors (usage) begin with the option that is wrong.
contracts::Result<System> system_of(const LoneEdge& edge);
// "squall profile --listen ... --upstream ... --stimulus ...", quoted for a shell.
std::string command_of(const LoneEdge& edge);

}  // namespace squall::harness
