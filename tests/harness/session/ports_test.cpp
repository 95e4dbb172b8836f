#include "harness/session/ports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <vector>

#include "tests/support/scripted_server.h"

namespace squall::harness {
namespace {

TEST(PortLease, NeverGivesOnePortTwice) {
  std::set<std::uint16_t> ports;
  std::vector<PortLease> leases;
  for (int i = 0; i < 50; ++i) {
    auto lease = PortLease::take();
    ASSERT_TRUE(lease) << lease.error().message;
    EXPECT_TRUE(ports.insert(lease->port()).second) << lease->port();
    EXPECT_TRUE(check_port_free("127.0.0.1", lease->port()));
    leases.push_back(std::move(*lease));
  }
}

// Two runs at once: another process holds its leases while this one takes some.
TEST(PortLease, IsKnownToOtherProcesses) {
  int ready[2];
  int done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  const pid_t other = ::fork();
  if (other == 0) {
    std::vector<PortLease> leases;
    std::vector<std::uint16_t> ports;
    for (int i = 0; i < 200; ++i) {
      leases.push_back(std::move(*PortLease::take()));
      ports.push_back(leases.back().port());
    }
    char byte = 0;
    const bool written = ::write(ready[1], ports.data(), ports.size() * sizeof ports[0]) > 0;
    ::_exit(written && ::read(done[0], &byte, 1) == 1 ? 0 : 1);
  }
  std::uint16_t theirs[200];
  ASSERT_EQ(::read(ready[0], theirs, sizeof theirs), static_cast<ssize_t>(sizeof theirs));
  const std::set<std::uint16_t> taken(theirs, theirs + 200);
  EXPECT_EQ(taken.size(), 200u);
  std::vector<PortLease> leases;
  for (int i = 0; i < 2000; ++i) {
    auto lease = PortLease::take();
    ASSERT_TRUE(lease);
    EXPECT_FALSE(taken.contains(lease->port()));
    leases.push_back(std::move(*lease));
  }
  EXPECT_EQ(::write(done[1], "x", 1), 1);
  int status = 0;
  ::waitpid(other, &status, 0);
  EXPECT_EQ(status, 0);
  for (const int fd : {ready[0], ready[1], done[0], done[1]}) ::close(fd);
}

TEST(CheckPortFree, NamesWhoHoldsThePort) {
  const tests::ScriptedServer server([](const std::string&, std::size_t) { return tests::ServerAct{}; });
  const auto free = check_port_free("127.0.0.1", server.port());
  ASSERT_FALSE(free);
  EXPECT_EQ(free.error().kind, contracts::ErrorKind::unavailable);
  EXPECT_THAT(free.error().message,
              testing::HasSubstr("port " + std::to_string(server.port()) + " on 127.0.0.1 is already in use by "));
  EXPECT_THAT(free.error().message, testing::HasSubstr("(pid " + std::to_string(::getpid()) + ")"));
}

TEST(CheckPortFree, SaysNothingOfAFreePort) {
  EXPECT_TRUE(check_port_free("localhost", tests::closed_port()));
}

}  // namespace
}  // namespace squall::harness
