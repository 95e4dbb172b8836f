#pragma once
// JSON bodies that only a careless reader stumbles over: not UTF-8, nested too deeply, with a key twice, numbers beyond
// any range. Pure.

#include <string>
#include <vector>

#include "contracts/match/message_generator.h"

namespace squall::harness {

// Made from a valid request with a JSON body; empty when it has another one. Each may be refused or, where RFC 8259
// leaves it open, read in some way; nobody may break on it.
std::vector<contracts::match::RequestCase> odd_bodies(const contracts::match::RequestCase& valid);

// The same request with one very long text in it, wherever the contract sets no bound: in a member of the body, in a
// parameter of the query.
std::vector<contracts::match::RequestCase> long_texts(const contracts::openapi::Contract& contract,
                                                      const contracts::match::RequestCase& valid);

}  // namespace squall::harness
