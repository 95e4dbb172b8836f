#pragma once
// Server: a catalogue of services on a port, with a thread of its own.

#include <chrono>
#include <memory>
#include <string>

#include "chaos/catalogue/catalogue.h"
#include "chaos/names/names.h"
#include "contracts/core/result.h"

namespace squall::chaos::catalogue {

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;             // 0: any free one
  std::chrono::nanoseconds delay{0};  // before each answer; of one that waits for a change, after that
};

class Server final : public names::Server {
 public:
  // Errors: unavailable, when the address is in use.
  static contracts::Result<std::unique_ptr<Server>> open(const ServerOptions& options, const names::Names& names,
                                                         std::unique_ptr<Catalogue> catalogue);
  ~Server() override;  // gives the port back; who waits is reset
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const override;
  void set(names::Names names) override;  // answers those who wait for it
  // A name that fails is a 500 to who asks for it or for all; an unknown one is listed nowhere.
  void set_faults(names::Faults faults) override;
  std::uint64_t struck(const std::string& name) const override;

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::chaos::catalogue
