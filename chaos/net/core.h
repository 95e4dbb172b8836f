#pragma once
// Core: what the sockets of one loop share. For this room's units only, on the loop's thread.

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chaos/net/datagrams.h"
#include "chaos/net/poller.h"
#include "chaos/net/resolver.h"
#include "chaos/net/stream.h"
#include "chaos/net/timers.h"

namespace squall::chaos::net {

// One buffer serves every socket of a loop: what was read is passed on, or copied by who keeps it, before the next one
// is read. So an idle connection holds none.
constexpr std::size_t kReadSize = 256u * 1024;

struct Core {
  Core(Timers& loop_timers, Resolver::Post post) : timers(loop_timers), resolver(std::move(post)) {}

  // A watcher lives at least until it is let go, and then until the events at hand have been told.
  void keep(std::shared_ptr<Watcher> watcher) {
    auto* const key = watcher.get();
    kept.emplace(key, std::move(watcher));
  }
  void let_go(Watcher& watcher) {
    if (auto node = kept.extract(&watcher)) gone.push_back(std::move(node.mapped()));
  }

  Timers& timers;
  Poller poller;
  Resolver resolver;
  std::optional<Instant> arrived;  // of the bytes that are being told
  std::vector<char> buffer = std::vector<char>(kReadSize);
  std::unordered_map<Watcher*, std::shared_ptr<Watcher>> kept;
  std::vector<std::shared_ptr<Watcher>> gone;
};

// socket_stream.cpp
std::shared_ptr<Stream> make_adopted(Core& core, int connected_socket);
std::shared_ptr<Stream> make_dialled(Core& core, const std::string& host, std::uint16_t port,
                                     std::optional<Instant> patience);
// datagrams.cpp
std::shared_ptr<Datagrams> make_datagrams(Core& core, const std::string& host, std::uint16_t port);

}  // namespace squall::chaos::net
