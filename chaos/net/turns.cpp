#include "chaos/net/turns.h"

#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace squall::chaos::net {
namespace {

constexpr std::uint64_t kTurnNanoseconds = 100'000;  // the shortest that Linux gives

// What sched_setattr(2) takes, of which the C library knows nothing.
struct Attributes {
  std::uint32_t size = sizeof(Attributes);
  std::uint32_t policy = 0;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime = 0;  // of a thread with the usual policy: how long its turns are, in nanoseconds
  std::uint64_t deadline = 0;
  std::uint64_t period = 0;
};

}  // namespace

void take_short_turns() {
  Attributes attributes;
  if (::syscall(SYS_sched_getattr, 0, &attributes, sizeof attributes, 0) != 0) return;
  if (attributes.policy != SCHED_OTHER) return;  // somebody chose otherwise
  attributes.runtime = kTurnNanoseconds;
  ::syscall(SYS_sched_setattr, 0, &attributes, 0);
}

void let_others_go_first() {
  ::sched_yield();
}

}  // namespace squall::chaos::net
