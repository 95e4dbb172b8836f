#pragma once
// DatagramPort: a UDP port that hears everybody.

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "chaos/net/address.h"
#include "chaos/net/loop.h"

namespace squall::chaos::net {

class DatagramPort final : public Port {
 public:
  using Received = std::function<void(const Address& from, std::string_view bytes)>;  // valid during the call
  // As Listener::open(). From any thread but the loop's.
  static contracts::Result<std::unique_ptr<DatagramPort>> open(Loop& loop, const std::string& host, std::uint16_t port,
                                                               Received received);
  ~DatagramPort() override;
  std::uint16_t port() const override;
  bool welcome(Welcome how) override;
  void close() override;
  // False: it is lost, since it is too large or there is no room for it.
  bool send(const Address& to, std::string_view bytes);

 private:
  struct Impl;
  explicit DatagramPort(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace squall::chaos::net
