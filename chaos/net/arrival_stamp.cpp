#include "chaos/net/arrival_stamp.h"

#include <sys/socket.h>

#include <array>
#include <cstring>
#include <ctime>

namespace squall::chaos::net {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

// The stamp is of the wall clock, which may be set: beyond this, that is what has happened.
constexpr seconds kOldest{1};

std::optional<nanoseconds> age_of(const timespec& stamp) {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  const nanoseconds age = seconds(now.tv_sec - stamp.tv_sec) + nanoseconds(now.tv_nsec - stamp.tv_nsec);
  if (age < nanoseconds{0} || age > kOldest) return std::nullopt;
  return age;
}

}  // namespace

bool stamp_arrivals(int socket) {
  const int on = 1;
  return ::setsockopt(socket, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on) == 0;
}

ssize_t receive_stamped(int socket, std::vector<char>& buffer, std::optional<nanoseconds>& age) {
  iovec room{buffer.data(), buffer.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(timespec))> control;
  msghdr message{};
  message.msg_iov = &room;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  const auto count = ::recvmsg(socket, &message, 0);
  if (count <= 0) return count;
  for (auto* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPNS) continue;
    timespec stamp{};
    std::memcpy(&stamp, CMSG_DATA(part), sizeof stamp);
    age = age_of(stamp);
  }
  return count;
}

}  // namespace squall::chaos::net
