#pragma once
// Requests sent beside a measurement's stimuli: what must not suffer from them, readiness, liveness. Each has a thread
// and a connection of its own, so that a slow one does not delay another.

#include <memory>
#include <string>
#include <vector>

#include "chaos/timeline/timeline.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct BesideRequest {
  std::string member;  // of the expectation: "unaffected"
  std::string url;
  contracts::http::Request request;
};

class BesideRequests {
 public:
  // Begins at once. `every` from the start of one to that of the next, or its end when that is later.
  BesideRequests(std::vector<BesideRequest> requests, chaos::Duration every, chaos::Timeline& timeline,
                 std::uint64_t seed);
  ~BesideRequests();
  std::vector<chaos::Call> end();  // what is open is cancelled and left out; in order of their start

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
