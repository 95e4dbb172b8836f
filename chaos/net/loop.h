#pragma once
// Loop: one worker thread with its own poller and timers. Connections stay on the loop they were given to.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "chaos/net/datagrams.h"
#include "chaos/net/port.h"
#include "chaos/net/stream.h"
#include "chaos/net/timers.h"
#include "contracts/core/result.h"

namespace squall::chaos::net {

class Loop final : public Timers {
 public:
  explicit Loop(std::chrono::steady_clock::time_point origin);
  ~Loop() override;  // joins; what was posted and not run is dropped

  // Thread-safe.
  void post(std::function<void()> action);
  // Runs `action` on the loop and returns when it has run; at once when called on the loop itself.
  void call(const std::function<void()>& action);
  void stop();

  // On the loop's thread only.
  Instant now() const override;
  Instant arrived() const override;
  TimerId at(Instant time, std::function<void()> action) override;
  void cancel(TimerId timer) override;
  std::shared_ptr<Stream> adopt(int connected_socket);  // takes ownership
  // start() begins to connect, and gives up after `patience`; without one, when the kernel does (Linux: about 130 s).
  std::shared_ptr<Stream> dial(const std::string& host, std::uint16_t port, std::optional<Instant> patience = {});
  std::shared_ptr<Datagrams> dial_datagrams(const std::string& host, std::uint16_t port);

 private:
  friend class Listener;
  friend class DatagramPort;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// A listening port for connections.
class Listener final : public Port {
 public:
  using Accepted = std::function<void(int connected_socket)>;  // takes ownership
  using Trouble = std::function<void(const std::string& what)>;
  // Port 0: any free one. `trouble` is told once, on the loop's thread, that connections wait for want of descriptors.
  // Errors: unavailable, when the address is in use or not ours. From any thread but the loop's.
  static contracts::Result<std::unique_ptr<Listener>> open(Loop& loop, const std::string& host, std::uint16_t port,
                                                           Accepted accepted, Trouble trouble = {});
  ~Listener() override;
  std::uint16_t port() const override;
  bool welcome(Welcome how) override;
  void close() override;

 private:
  struct Impl;
  explicit Listener(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace squall::chaos::net
