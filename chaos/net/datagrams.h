#pragma once
// Datagrams: a UDP socket that talks with one peer. Used on its loop's thread only.

#include <string>
#include <string_view>

namespace squall::chaos::net {

class DatagramEvents {
 public:
  virtual ~DatagramEvents() = default;
  virtual void on_datagram(std::string_view bytes) = 0;  // valid during the call; may be empty
  // Nobody is there (ICMP's port unreachable), or the host's name is unknown; says why.
  virtual void on_unreachable(const std::string& why) = 0;
};

class Datagrams {
 public:
  virtual ~Datagrams() = default;
  virtual void start(DatagramEvents* events) = 0;  // `events` lives until close()
  // At once, or when the peer's name is resolved. False: it is lost, since it is too large or there is no room for it.
  virtual bool send(std::string_view bytes) = 0;
  virtual void close() = 0;
};

}  // namespace squall::chaos::net
