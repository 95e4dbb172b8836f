#pragma once
// EdgeCounts: what crossed an edge since it was added. A value.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace squall::chaos {

// The upper bounds of the buckets that attempts are counted in by the time they took; one more bucket holds the rest.
inline constexpr std::array<std::chrono::nanoseconds, 15> kTimeBounds = {
    std::chrono::microseconds(250),  std::chrono::microseconds(500), std::chrono::milliseconds(1),
    std::chrono::microseconds(2500), std::chrono::milliseconds(5),   std::chrono::milliseconds(10),
    std::chrono::milliseconds(25),   std::chrono::milliseconds(50),  std::chrono::milliseconds(100),
    std::chrono::milliseconds(250),  std::chrono::milliseconds(500), std::chrono::seconds(1),
    std::chrono::milliseconds(2500), std::chrono::seconds(5),        std::chrono::seconds(10)};

struct EdgeCounts {
  static constexpr std::size_t kAnswerClasses = 6;

  std::uint64_t connections = 0;                        // accepted; on a udp edge sessions
  std::uint64_t open = 0;                               // of them, now
  std::uint64_t attempts = 0;                           // requests on an http edge, connections (tcp) or sessions (udp)
  std::uint64_t faulted = 0;                            // attempts on which a fault's step was executed
  std::uint64_t spared = 0;                             // attempts that max_faulted_share kept faults from
  std::uint64_t bytes_up = 0, bytes_down = 0;           // passed on to the provider, to the consumer
  std::uint64_t received_up = 0, received_down = 0;     // read from the consumer, from the provider
  std::uint64_t datagrams_up = 0, datagrams_down = 0;   // passed on, on a udp edge
  std::uint64_t overflowed = 0;                         // datagrams lost for want of room, by no fault's doing
  std::map<std::string, std::uint64_t> injected;        // attempts by the kind of fault executed on them
  std::array<std::uint64_t, kAnswerClasses> answers{};  // ended attempts by status: none, 1xx, 2xx ... 5xx
  std::array<std::uint64_t, kTimeBounds.size() + 1> times{};  // ended attempts by the time they took
  std::chrono::nanoseconds time_sum{0};                       // of ended attempts
  bool operator==(const EdgeCounts&) const = default;
};

// 0 when there was no answer, else the status's first digit.
inline std::size_t answer_class(int status) {
  return status >= 100 && status < 600 ? static_cast<std::size_t>(status / 100) : 0;
}

}  // namespace squall::chaos
