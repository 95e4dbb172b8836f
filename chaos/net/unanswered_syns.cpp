#include "chaos/net/unanswered_syns.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace squall::chaos::net {
namespace {

struct Question {
  nlmsghdr head;
  inet_diag_req_v2 about;
};

bool ask(int netlink, std::uint8_t family, std::uint16_t port) {
  Question question{};
  question.head.nlmsg_len = sizeof question;
  question.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  question.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  question.about.sdiag_family = family;
  question.about.sdiag_protocol = IPPROTO_TCP;
  question.about.idiag_states = 1u << TCP_SYN_SENT;
  question.about.id.idiag_dport = htons(port);
  return ::send(netlink, &question, sizeof question, 0) == static_cast<ssize_t>(sizeof question);
}

// An IPv4 address as IPv6 maps it (RFC 4291, 2.5.5.2): who listens on the one is reached by the other.
using Mapped = std::array<std::uint8_t, 16>;

Mapped mapped(std::uint8_t family, const void* address) {
  Mapped to{};
  if (family == AF_INET6) {
    std::memcpy(to.data(), address, to.size());
    return to;
  }
  to[10] = to[11] = 0xff;
  std::memcpy(to.data() + 12, address, 4);
  return to;
}

Mapped mapped(const Address& address) {
  if (address.bytes.ss_family == AF_INET6)
    return mapped(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address.get())->sin6_addr);
  return mapped(AF_INET, &reinterpret_cast<const sockaddr_in*>(address.get())->sin_addr);
}

bool wildcard(const Mapped& address) {
  return address == Mapped{} || address == mapped(AF_INET, "\0\0\0");
}

struct Found {
  Mapped address;
  std::vector<std::uint64_t> sockets;
};

// Of one answer's messages; false: the kernel refuses. `last` is set with the last one.
bool read_messages(const char* bytes, std::size_t size, Found& found, bool& last) {
  while (size >= sizeof(nlmsghdr)) {
    nlmsghdr head;
    std::memcpy(&head, bytes, sizeof head);
    if (head.nlmsg_len < sizeof head || head.nlmsg_len > size || head.nlmsg_type == NLMSG_ERROR) return false;
    if (head.nlmsg_type == NLMSG_DONE) {
      last = true;
      return true;
    }
    inet_diag_msg socket;
    if (head.nlmsg_len >= NLMSG_HDRLEN + sizeof socket) {
      std::memcpy(&socket, bytes + NLMSG_HDRLEN, sizeof socket);
      if (wildcard(found.address) || mapped(socket.idiag_family, socket.id.idiag_dst) == found.address)
        found.sockets.push_back(std::uint64_t{socket.id.idiag_cookie[1]} << 32 | socket.id.idiag_cookie[0]);
    }
    const std::size_t taken = NLMSG_ALIGN(head.nlmsg_len);
    bytes += std::min(taken, size);
    size -= std::min(taken, size);
  }
  return true;
}

bool collect(int netlink, std::uint8_t family, std::uint16_t port, Found& found) {
  if (!ask(netlink, family, port)) return false;
  std::array<char, 32768> buffer;
  for (bool last = false; !last;) {
    const ssize_t got = ::recv(netlink, buffer.data(), buffer.size(), 0);
    if (got <= 0 || !read_messages(buffer.data(), static_cast<std::size_t>(got), found, last)) return false;
  }
  return true;
}

}  // namespace

std::optional<std::vector<std::uint64_t>> unanswered_syns(const Address& port) {
  const int netlink = ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (netlink < 0) return std::nullopt;
  Found found{mapped(port), {}};
  const bool told = collect(netlink, AF_INET, port.port(), found);
  if (told) (void)collect(netlink, AF_INET6, port.port(), found);  // there may be no IPv6
  ::close(netlink);
  return told ? std::optional(std::move(found.sockets)) : std::nullopt;
}

}  // namespace squall::chaos::net
