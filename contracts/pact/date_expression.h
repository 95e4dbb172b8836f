#pragma once
// The expressions of the date and time generators (Pact specification v3): "now", "today", "tomorrow + 1 week", "next
// month", "last fri", "+ 2 hours", and with a time of the day behind an @: "today + 1 day @ 5 o'clock pm", "@ next
// hour".

#include <optional>
#include <string_view>

#include "contracts/pact/date_format.h"

namespace squall::contracts::pact {

// The moment that the expression names, from `now`; "" is now. A weekday is the closest one before or after, a month
// its first day; an hour without am or pm is of the half of the day that `now` is not in, as in Pact's own libraries.
// nullopt: it cannot be read.
std::optional<Moment> moved(const Moment& now, std::string_view expression);

}  // namespace squall::contracts::pact
