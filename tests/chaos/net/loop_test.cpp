// A worker's loop over real sockets.
#include "chaos/net/loop.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "chaos/net/arrival_stamp.h"
#include "tests/chaos/proxy/wire.h"

namespace squall::chaos::net {
namespace {

using std::chrono::milliseconds;
using tests::Wire;

struct Heard final : StreamEvents {
  void on_connected() override { said.set_value("connected"); }
  void on_refused(const std::string& why) override { said.set_value("refused: " + why); }
  void on_bytes(std::string_view bytes) override { said.set_value("bytes: " + std::string(bytes)); }
  void on_end() override { said.set_value("end"); }
  void on_reset() override { said.set_value("reset"); }
  std::promise<std::string> said;
};

class Loops : public testing::Test {
 protected:
  std::string dialled(const std::string& host, std::uint16_t port, std::optional<Instant> patience = {}) {
    Heard heard;
    std::shared_ptr<Stream> stream;
    loop.call([&] {
      stream = loop.dial(host, port, patience);
      stream->start(&heard);
    });
    auto said = heard.said.get_future().get();
    loop.call([&] { stream->reset(); });
    return said;
  }

  Loop loop{std::chrono::steady_clock::now()};
};

TEST_F(Loops, RunsTimersInOrderAndNotBeforeTheirTime) {
  std::string order;
  std::promise<Instant> last;
  const Instant begun = loop.now();
  loop.call([&] {
    loop.at(begun + milliseconds(20), [&] {
      order += "c";
      last.set_value(loop.now());
    });
    loop.at(begun + milliseconds(10), [&] { order += "a"; });
    loop.at(begun + milliseconds(10), [&] { order += "b"; });
    const auto never = loop.at(begun + milliseconds(5), [&] { order += "x"; });
    loop.cancel(never);
  });
  EXPECT_GE(last.get_future().get() - begun, milliseconds(20));
  EXPECT_EQ(order, "abc");
}

// Timers that are late all at once do not keep a socket waiting until the last of them.
TEST_F(Loops, ServesSocketsBetweenTimersThatAreLate) {
  constexpr int kTimers = 100;
  int pair[2] = {};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
  ASSERT_EQ(::send(pair[1], "x", 1, MSG_NOSIGNAL), 1);
  struct Counting final : StreamEvents {
    explicit Counting(const int& timers) : ran(timers) {}
    void on_bytes(std::string_view) override { heard_after.set_value(ran); }
    void on_end() override {}
    void on_reset() override {}
    const int& ran;
    std::promise<int> heard_after;
  };
  int ran = 0;
  std::promise<void> all;
  Counting events(ran);
  std::shared_ptr<Stream> stream;
  loop.call([&] {
    stream = loop.adopt(pair[0]);
    stream->start(&events);
    for (int i = 0; i < kTimers; ++i) {
      loop.at(loop.now(), [&] {
        const Instant busy_until = loop.now() + std::chrono::microseconds(50);
        while (loop.now() < busy_until) {
        }
        if (++ran == kTimers) all.set_value();
      });
    }
  });
  EXPECT_LT(events.heard_after.get_future().get(), 5);
  all.get_future().get();
  loop.call([&] { stream->reset(); });
  ::close(pair[1]);
}

// Nor do sockets that are ready all at once keep a timer waiting until the last of them.
TEST_F(Loops, ServesTimersBetweenSocketsThatAreReady) {
  constexpr std::size_t kSockets = 100;
  struct Counting final : StreamEvents {
    explicit Counting(std::function<void()> told) : tell(std::move(told)) {}
    void on_bytes(std::string_view) override { tell(); }
    void on_end() override {}
    void on_reset() override {}
    std::function<void()> tell;
  };
  std::size_t heard = 0;
  std::promise<std::size_t> heard_before_timer;
  std::promise<void> all;
  Counting events([&] {
    if (++heard == 1) loop.at(loop.now(), [&] { heard_before_timer.set_value(heard); });
    if (heard == kSockets) all.set_value();
  });
  std::vector<std::shared_ptr<Stream>> streams;
  std::vector<int> peers;
  loop.call([&] {
    for (std::size_t i = 0; i < kSockets; ++i) {
      int pair[2] = {};
      ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
      peers.push_back(pair[1]);
      ASSERT_EQ(::send(pair[1], "x", 1, MSG_NOSIGNAL), 1);
      streams.push_back(loop.adopt(pair[0]));
      streams.back()->start(&events);
    }
  });
  EXPECT_LT(heard_before_timer.get_future().get(), 20U);
  all.get_future().get();
  EXPECT_EQ(heard, kSockets);
  loop.call([&] {
    for (const auto& stream : streams) stream->reset();
  });
  for (const int peer : peers) ::close(peer);
}

TEST_F(Loops, CallReturnsWhenTheLoopHasStopped) {
  loop.stop();
  bool ran = false;
  loop.call([&] { ran = true; });
  EXPECT_FALSE(ran);
}

TEST_F(Loops, ResolvesNamesAndSaysWhenThereIsNone) {
  tests::RawProvider provider([](Wire& wire) { wire.read_all(); });
  EXPECT_EQ(dialled("localhost", provider.port()), "connected");
  EXPECT_EQ(dialled("127.0.0.1", provider.port()), "connected");
  EXPECT_EQ(dialled("no-such-host.invalid", 80).substr(0, 8), "refused:");
}

TEST_F(Loops, SaysThatNobodyListens) {
  std::uint16_t dead = 0;
  {
    tests::RawProvider gone([](Wire&) {});
    dead = gone.port();
  }
  EXPECT_EQ(dialled("127.0.0.1", dead), "refused: Connection refused");
}

TEST_F(Loops, GivesUpConnectingWhenToldTo) {
  const tests::BlackHole hole;
  EXPECT_EQ(dialled("127.0.0.1", hole.port(), milliseconds(50)), "refused: no connection in time");
}

TEST_F(Loops, ForgetsWhatItConnectsToWhenItIsClosed) {
  const tests::BlackHole hole;
  Heard heard;
  loop.call([&] {
    const auto stream = loop.dial("127.0.0.1", hole.port(), milliseconds(20));
    stream->start(&heard);
    stream->write("never sent");
    stream->close();
  });
  std::promise<void> later;
  loop.call([&] { loop.at(loop.now() + milliseconds(40), [&] { later.set_value(); }); });
  later.get_future().get();
  EXPECT_EQ(heard.said.get_future().wait_for(milliseconds(0)), std::future_status::timeout);
}

TEST_F(Loops, SendsWhatWasWrittenBeforeItConnectedAndWasClosed) {
  std::promise<std::string> got;
  tests::RawProvider provider([&](Wire& wire) { got.set_value(wire.read_all()); });
  Heard heard;
  loop.call([&] {
    const auto stream = loop.dial("127.0.0.1", provider.port());
    stream->start(&heard);
    stream->write("the last words");
    stream->close();
  });
  EXPECT_EQ(got.get_future().get(), "the last words");
}

// While it lives the kernel stamps what comes in. Where nobody had it do so, it begins some time after it was asked.
class Stamping {
 public:
  Stamping() {
    ::setsockopt(pair_[0], SOL_SOCKET, SO_TIMESTAMPNS, &on_, sizeof on_);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    (void)::bind(pair_[0], reinterpret_cast<const sockaddr*>(&address), size);
    ::getsockname(pair_[0], reinterpret_cast<sockaddr*>(&address), &size);
    (void)::connect(pair_[1], reinterpret_cast<const sockaddr*>(&address), size);
  }
  ~Stamping() {
    for (const int socket : pair_) ::close(socket);
  }
  Stamping(const Stamping&) = delete;
  Stamping& operator=(const Stamping&) = delete;

  // Whether what has waited for a millisecond is known to have waited.
  bool has_begun() {
    ::send(pair_[1], "x", 1, MSG_NOSIGNAL);
    std::this_thread::sleep_for(milliseconds(1));
    std::vector<char> buffer(1);
    std::optional<std::chrono::nanoseconds> age;
    return receive_stamped(pair_[0], buffer, age) == 1 && age >= milliseconds(1);
  }

 private:
  const int on_ = 1;
  const std::array<int, 2> pair_{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0),
                                 ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
};

// What comes in while the loop is busy has waited when it is told; an answer to it is not news.
TEST_F(Loops, KnowsWhenBytesCameIn) {
  constexpr milliseconds kBusy{20};
  Stamping stamping;
  for (int tries = 0; !stamping.has_begun(); ++tries) ASSERT_LT(tries, 5000);
  std::promise<void> busy, sent;
  tests::RawProvider provider([&](Wire& wire) {
    busy.get_future().wait();
    wire.send("late");
    sent.set_value();
    wire.read_all();
  });
  struct Waiting final : StreamEvents {
    explicit Waiting(Loop& events_loop) : loop(events_loop) {}
    void on_connected() override { open.set_value(); }
    void on_bytes(std::string_view) override { waited.set_value(loop.now() - loop.arrived()); }
    void on_end() override {}
    void on_reset() override {}
    Loop& loop;
    std::promise<void> open;
    std::promise<Instant> waited;
  };
  Waiting events(loop);
  std::shared_ptr<Stream> stream;
  loop.call([&] {
    stream = loop.dial("127.0.0.1", provider.port());
    stream->note_arrivals();
    stream->start(&events);
  });
  events.open.get_future().wait();
  loop.post([&] {
    busy.set_value();
    sent.get_future().wait();
    std::this_thread::sleep_for(kBusy);
  });
  EXPECT_GE(events.waited.get_future().get(), kBusy);
  loop.call([&] {
    EXPECT_LT(loop.now() - loop.arrived(), kBusy);  // outside of a telling it is now
    stream->reset();
  });
}

// A reset that comes while nothing is read is heard when it is read again, and wakes nobody before.
TEST_F(Loops, HearsOfAResetWhenItReadsAgain) {
  Heard heard;
  std::shared_ptr<Stream> stream;
  std::promise<void> accepted;
  auto listener = Listener::open(loop, "127.0.0.1", 0, [&](int socket) {
    stream = loop.adopt(socket);
    stream->start(&heard);
    stream->pause();
    accepted.set_value();
  });
  ASSERT_TRUE(listener);
  auto client = Wire::dial((*listener)->port());
  accepted.get_future().get();
  auto said = heard.said.get_future();
  client.reset();
  rusage before{}, after{};
  ::getrusage(RUSAGE_SELF, &before);
  EXPECT_EQ(said.wait_for(milliseconds(50)), std::future_status::timeout);
  ::getrusage(RUSAGE_SELF, &after);
  EXPECT_LT(after.ru_utime.tv_sec * 1000000 + after.ru_utime.tv_usec + after.ru_stime.tv_sec * 1000000 +
                after.ru_stime.tv_usec,
            before.ru_utime.tv_sec * 1000000 + before.ru_utime.tv_usec + before.ru_stime.tv_sec * 1000000 +
                before.ru_stime.tv_usec + 25000);
  loop.call([&] { stream->resume(); });
  EXPECT_EQ(said.get(), "reset");
  loop.call([&] { (*listener)->close(); });
}

// With no descriptor left, connections wait in the backlog, and are taken when there is one again.
TEST_F(Loops, AcceptsAgainWhenThereAreDescriptors) {
  std::vector<std::shared_ptr<Stream>> streams;
  std::vector<std::string> troubles;
  std::atomic<int> taken{0};
  auto listener = Listener::open(
      loop, "127.0.0.1", 0,
      [&](int socket) {
        streams.push_back(loop.adopt(socket));
        ++taken;
      },
      [&](const std::string& what) { troubles.push_back(what); });
  ASSERT_TRUE(listener);
  const auto client = Wire::dial((*listener)->port());
  EXPECT_TRUE(tests::eventually([&] { return taken == 1; }));
  const int next = ::dup(0);
  rlimit limit{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
  const int second = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const rlimit none{static_cast<rlim_t>(next) + 1, limit.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons((*listener)->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(::connect(second, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  std::promise<void> while_full;
  loop.call([&] { loop.at(loop.now() + milliseconds(120), [&] { while_full.set_value(); }); });  // tried three times
  while_full.get_future().get();
  EXPECT_EQ(taken, 1);
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_TRUE(tests::eventually([&] { return taken == 2; }));
  loop.call([&] {
    EXPECT_EQ(troubles, std::vector{"connections to port " + std::to_string((*listener)->port()) +
                                    " wait until others are closed: Too many open files"});
  });
  ::close(second);
  ::close(next);
  loop.call([&] {
    (*listener)->close();
    for (const auto& stream : streams) stream->reset();
  });
}

}  // namespace
}  // namespace squall::chaos::net
