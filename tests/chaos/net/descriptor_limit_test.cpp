#include "chaos/net/descriptor_limit.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace squall::chaos::net {
namespace {

rlimit limit() {
  rlimit now{};
  ::getrlimit(RLIMIT_NOFILE, &now);
  return now;
}

TEST(DescriptorLimit, IsRaisedForUsAndGivenBackToThoseWeStart) {
  const rlimit before = limit();
  const rlimit few{256, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  restore_descriptor_limit();  // nothing was raised
  EXPECT_EQ(limit().rlim_cur, 256u);
  raise_descriptor_limit();
  EXPECT_EQ(limit().rlim_cur, before.rlim_max);
  raise_descriptor_limit();  // what was given first counts
  restore_descriptor_limit();
  EXPECT_EQ(limit().rlim_cur, 256u);
  EXPECT_EQ(limit().rlim_max, before.rlim_max);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &before), 0);
}

}  // namespace
}  // namespace squall::chaos::net
