#pragma once
// DatagramPath: one direction of a session on a udp edge. Each datagram goes through the faults that strike it on its
// own, so that one that waits holds no other back, and is overtaken.

#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chaos/net/timers.h"
#include "chaos/proxy/active_fault.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

class DatagramSink {
 public:
  virtual ~DatagramSink() = default;
  virtual void deliver(Direction direction, std::string_view bytes) = 0;
  virtual void applied(const ActiveFault& fault, std::string step) = 0;
  virtual void overflowed() = 0;  // a datagram that should have waited is lost, since too much waits already
};

// What waits on an edge, over all its sessions.
struct WaitingRoom {
  static constexpr std::size_t kMost = 64u << 20;  // bytes
  std::size_t taken = 0;
};

class DatagramPath : public std::enable_shared_from_this<DatagramPath> {
 public:
  // All outlive the path, or its stop().
  DatagramPath(net::Timers& timers, DatagramSink& sink, Direction direction, WaitingRoom& room);
  ~DatagramPath() { stop(); }
  DatagramPath(const DatagramPath&) = delete;
  DatagramPath& operator=(const DatagramPath&) = delete;

  void push(std::string_view bytes, std::vector<Strike> strikes);
  void remove(const ActiveFault& fault);  // what it kept back goes on
  // The fresh one takes the old one's place; what waits is asked again.
  void replace(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh);
  bool waiting() const { return !parked_.empty(); }
  void stop();  // what waits is lost; nothing more comes out

 private:
  struct Flight {
    std::string bytes;
    Instant arrived;
    std::uint64_t place = 0;  // in the order of arrival
    std::vector<Strike> strikes;
    std::size_t at = 0;  // the strike that decides
    Steps steps;
    std::size_t step = 0;
    bool asked = false;
    net::TimerId timer = 0;
    const ActiveFault* yields_to = nullptr;  // to those behind it, for this fault
    std::uint64_t overtaken = 0, to_overtake = 0;
    std::list<std::shared_ptr<Flight>>::iterator parked;
    bool is_parked = false;
  };
  using FlightPtr = std::shared_ptr<Flight>;
  struct OfFault {
    Memory memory;
    std::uint64_t passed = 0;
  };

  void run(const FlightPtr& flight);
  void ask(Flight& flight);
  bool execute(const FlightPtr& flight, const Step& step);
  bool yield(const FlightPtr& flight, const Yield& yield);
  bool park(const FlightPtr& flight, std::optional<Duration> time);
  void unpark(const FlightPtr& flight);
  void go_on(const FlightPtr& flight);
  void leave(const Flight& flight);
  std::vector<FlightPtr> all_parked() const { return {parked_.begin(), parked_.end()}; }

  net::Timers& timers_;
  DatagramSink& sink_;
  const Direction direction_;
  WaitingRoom& room_;
  const Instant begun_;
  std::uint64_t arrivals_ = 0;
  std::list<FlightPtr> parked_;
  std::vector<FlightPtr> yielding_;  // of them; one for each fault
  std::unordered_map<const ActiveFault*, OfFault> of_faults_;
  bool stopped_ = false;
};

}  // namespace squall::chaos
