#pragma once
// Names and what they lead to: what a name server and the catalogues of services answer with.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace squall::chaos::names {

struct Host {
  std::string address;  // "127.0.0.2", "::1"
  std::uint16_t port = 0;
  std::string id = {};  // tells the hosts of a name apart, whatever address they have: "orders-payments.payments-a"
  bool tls = false;
  bool operator==(const Host&) const = default;
};

using Names = std::map<std::string, std::vector<Host>>;  // lower case; no hosts: the name is there, and leads nowhere

// Who answers for names, by whatever protocol.
class Server {
 public:
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  // When it returns, every later answer is of these names. From any thread.
  virtual void set(Names names) = 0;
};

}  // namespace squall::chaos::names
