#pragma once
// What Allow says of a path (RFC 9110, section 10.2.1). Internal to this room.

#include <string>

#include "contracts/match/router.h"

namespace squall::harness {

// "GET, DELETE, HEAD, OPTIONS": the declared methods, and those that are answered undeclared: HEAD beside GET and, with
// `options`, OPTIONS.
std::string allowed_methods(const contracts::match::Route& route, bool options);

}  // namespace squall::harness
