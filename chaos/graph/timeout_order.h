#pragma once
// Timeout ordering: who calls must wait for longer than the called may take for it, its own timeouts, attempts and
// pauses added up. Else work goes on that nobody waits for.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chaos/graph/worst_case.h"

namespace squall::chaos {

// One call in the tree whose caller's patience was held against what the called may take.
struct OrderCheck {
  enum class State { fits, violated, open };  // open: what was not measured decides
  State state = State::open;
  std::size_t node = 0;   // of the call
  std::size_t inner = 0;  // of the called's own calls, the one that may take longest
  Duration patience{0};   // of the caller, for one attempt
  Bound needed;           // by the called
};

// Of every call in the tree that makes calls itself and whose timeout was measured.
std::vector<OrderCheck> check_order(const CallTree& tree, std::span<const EdgeLimits> limits);

// What a call showed while the inner edge's provider was silent.
struct Overstay {
  bool shown = false;
  Instant left{};              // the last caller had given up
  std::size_t sent_after = 0;  // attempts that the called began after that
  Duration worked_on{0};       // how long it went on, as far as was watched
  std::string why_not = "";    // when it is not shown
};

// Nobody waits on `outer` any more when its last attempt was given up (where it leaves its connections open: when the
// call from outside was answered). `until`: the last moment watched. A connection that is open after that counts unless
// the inner consumer leaves its own open.
Overstay overstay_of(const Call& call, std::span<const Attempt> attempts, const std::vector<std::string>& outer,
                     bool outer_leaks, const std::vector<std::string>& inner, bool inner_leaks, Instant until);

}  // namespace squall::chaos
