#pragma once
// What a client of an operation says it understands.

#include <string>

#include "contracts/openapi/contract.h"

namespace squall::contracts::match {

// The Accept header of a request to this operation: the media types that its responses declare, successes first, in
// document order, each once; without charset. "" when none is declared.
std::string accept_of(const openapi::Operation& operation);

}  // namespace squall::contracts::match
