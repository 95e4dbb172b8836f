#pragma once
// Connector: connects to the first address of a host that answers. For this room's units only, on the loop's thread.

#include <deque>
#include <functional>
#include <optional>
#include <string>

#include "chaos/net/address.h"
#include "chaos/net/core.h"

namespace squall::chaos::net {

class Connector final : public Watcher, public std::enable_shared_from_this<Connector> {
 public:
  using Done = std::function<void(int connected_socket, const std::string& why_not)>;  // takes ownership; -1: none
  // `patience`: for all addresses together; without one, the kernel's.
  Connector(Core& core, std::string host, std::uint16_t port, std::optional<Instant> patience);
  ~Connector() override;

  // `done` is called once, never inside this call, and not at all after cancel().
  void start(Done done);
  void cancel();
  std::string target() const { return host_ + ":" + std::to_string(port_); }

  void ready(std::uint32_t events) override;

 private:
  void try_next();
  void try_address(const Address& address);
  void failed(const std::string& why);
  void finish(int fd, const std::string& why);
  void drop_socket();

  Core& core_;
  const std::string host_;
  const std::uint16_t port_;
  const std::optional<Instant> patience_;
  Done done_;
  std::deque<Address> addresses_;  // not tried yet
  std::string why_;
  int fd_ = -1;
  TimerId timer_ = 0;
};

}  // namespace squall::chaos::net
