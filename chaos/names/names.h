#pragma once
// Names and what they lead to: what a name server and the catalogues of services answer with.

#include <chrono>
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

// What is wrong with the answers for a name, whatever it leads to.
struct Fault {
  enum class Kind : std::uint8_t {  // the worse the later
    none,                           // nothing, but answers are counted and delayed: what the name leads to was changed
    unknown,                        // there is no such name
    failing,                        // the answer is that there is none to be had now
    unanswered,                     // silence
  } kind = Kind::none;
  std::chrono::nanoseconds delay{0};  // before each answer, above the server's own
  bool operator==(const Fault&) const = default;
};

using Faults = std::map<std::string, Fault>;  // by name

// Who answers for names, by whatever protocol.
class Server {
 public:
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  // When it returns, every later answer is of these names. From any thread.
  virtual void set(Names names) = 0;
  // When it returns, these are all the faults there are. Questions that wait are answered anew. From any thread.
  virtual void set_faults(Faults faults) = 0;
  // Questions for this name that met a fault, since the server opened. From any thread.
  virtual std::uint64_t struck(const std::string& name) const = 0;
};

}  // namespace squall::chaos::names
