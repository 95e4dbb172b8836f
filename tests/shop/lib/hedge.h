#pragma once
// Hedging: a call that is slow is made a second time, the first answer is taken and the other call ended.

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include "tests/shop/lib/client.h"

namespace shop {

struct HedgeSettings {
  std::optional<std::chrono::milliseconds> after;  // so long is the first waited for; absent: no hedging
  bool ends_loser = true;
};

// `call` is made once or twice, each time on a thread of its own, which may outlive this function where the loser is
// not ended: it must own all it uses. A failure is taken where no answer below 500 comes. Any thread.
CallResult hedged(const std::function<CallResult(std::stop_token)>& call, const HedgeSettings& settings);

}  // namespace shop
