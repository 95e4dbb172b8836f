#pragma once
// The expressions of the date and time generators (Pact specification v3): "now", "today", "tomorrow + 1 week", "next
// month", "+ 2 hours", "today @ noon". Times of the day other than noon and midnight are not read.

#include <optional>
#include <string_view>

#include "contracts/pact/date_format.h"

namespace squall::contracts::pact {

// The moment that the expression names, from `now`; "" is now. nullopt: it cannot be read.
std::optional<Moment> moved(const Moment& now, std::string_view expression);

}  // namespace squall::contracts::pact
