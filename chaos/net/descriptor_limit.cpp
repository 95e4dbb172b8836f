#include "chaos/net/descriptor_limit.h"

#include <sys/resource.h>

namespace squall::chaos::net {
namespace {

rlimit given{};
bool raised = false;

}  // namespace

void raise_descriptor_limit() {
  if (raised || ::getrlimit(RLIMIT_NOFILE, &given) != 0) return;
  const rlimit most{given.rlim_max, given.rlim_max};
  raised = ::setrlimit(RLIMIT_NOFILE, &most) == 0;
}

void restore_descriptor_limit() {
  if (raised) ::setrlimit(RLIMIT_NOFILE, &given);
}

}  // namespace squall::chaos::net
