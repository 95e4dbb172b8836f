#pragma once
// Many stimuli at once: so many in flight, or one after another at a steady pace whatever the answers do.

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "chaos/timeline/timeline.h"
#include "contracts/core/result.h"
#include "contracts/http/message.h"
#include "harness/resilience/stage.h"

namespace squall::harness {

struct VolleyTarget {
  std::string url;
  // Makes each request, with these headers in place of its own; asked on the calling thread. None: no more are sent.
  std::function<contracts::Result<contracts::http::Request>(const contracts::http::Headers&)> request;
  std::uint64_t seed = 0;
  std::function<std::uint64_t()> next_index;  // asked on the calling thread; trace ids are drawn from it
  std::function<void(chaos::Call&)> judge;    // called on the client's thread; fills in_contract and departure
};

// Blocks until every call has ended or the stop token fires: then open calls are cancelled.
std::vector<chaos::Call> fire(const Volley& volley, const VolleyTarget& target, chaos::Timeline& timeline,
                              const std::stop_token& stop);

}  // namespace squall::harness
