#pragma once
// Which contracts a stub process serves, and where each of them is found.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "harness/cli/address.h"

namespace CLI {
class App;
}

namespace squall::harness {

struct PlaceOptions {
  std::vector<std::string> contracts;   // CONTRACT...
  std::vector<std::string> prefixes;    // /orders=orders.yaml
  std::vector<std::string> host_names;  // orders.local=orders.yaml
  std::vector<std::string> listens;     // [HOST:]PORT=orders.yaml
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  // of those that no `listens` names
};
std::shared_ptr<PlaceOptions> declare_places(CLI::App& app);

struct StubPlace {
  std::string contract;   // as it was written
  std::string name;       // of its file: "orders"; each once
  std::string prefix;     // "/orders"; "" for none
  std::string host_name;  // in lower case; "" for any
  Address address;        // port 0: any free one
  bool apart = false;     // by --listen, which with port 0 means one for itself
};
bool on_one_port(const StubPlace& one, const StubPlace& other);
// Contracts in the order in which they were first named; one that is named several times is one. Errors (usage): none
// is named, a value without '=', a prefix that is no path, two prefixes of one contract.
contracts::Result<std::vector<StubPlace>> places_of(const PlaceOptions& options);

}  // namespace squall::harness
