#pragma once
// Port: a port that is ours, whatever is spoken on it. On its loop's thread only.

#include <cstdint>

namespace squall::chaos::net {

// Who comes is accepted; is refused (a RST, ICMP's port unreachable); or gets no answer, as from a host that is gone.
enum class Welcome { accept, refuse, ignore };

class Port {
 public:
  virtual ~Port() = default;
  virtual std::uint16_t port() const = 0;
  virtual bool welcome(Welcome how) = 0;  // false: the kernel will not have it; nothing changed
  virtual void close() = 0;
};

}  // namespace squall::chaos::net
