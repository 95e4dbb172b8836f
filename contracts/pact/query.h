#pragma once
// Query strings and forms, as pacts have them: names with all their values, in order.

#include <string>
#include <string_view>

#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

// a=1&b=2&a=3, percent-decoded, + is a space; empty pieces are left out.
Fields read_query(std::string_view text);
std::string write_query(const Fields& fields);

}  // namespace squall::contracts::pact
