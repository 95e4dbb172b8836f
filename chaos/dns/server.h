#pragma once
// Server: a name server on UDP and TCP, on one port, with a thread of its own.

#include <cstdint>
#include <memory>
#include <string>

#include "chaos/dns/zone.h"
#include "contracts/core/result.h"

namespace squall::chaos::dns {

class Server final : public names::Server {
 public:
  // Port 0: one that is free for both. Errors: unavailable, when the address is in use.
  static contracts::Result<std::unique_ptr<Server>> open(const std::string& host, std::uint16_t port, Zone zone);
  ~Server() override;  // gives the port back; who waits gets no answer
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const override;
  void set(names::Names names) override;
  void set_faults(names::Faults faults) override;
  std::uint64_t struck(const std::string& name) const override;
  std::uint64_t answered() const;  // since the names were set; from any thread

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::chaos::dns
