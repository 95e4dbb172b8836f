#pragma once
// Which alternatives of an operation's schemas its messages have taken (contracts/schema/branches.h).

#include <unordered_map>

#include "contracts/match/message_generator.h"
#include "contracts/schema/branches.h"

namespace squall::contracts::match {

// By the schema's place in the contract's model; valid as long as that lives.
using SeenBranches = std::unordered_map<const schema::Schema*, schema::Branches>;

// Adds what the values of a request take that was sent as a valid one. Those of a response: validate_response.
void add_branches(const RequestCase& sent, SeenBranches& seen);

// The branches of all that a message of the operation carries: parameters and body, or headers and bodies of every
// declared status. Of a part that no message had, all its branches are one entry among the unseen.
schema::BranchCount request_branches(const openapi::Operation& operation, const SeenBranches& seen,
                                     std::size_t most_unseen);
schema::BranchCount response_branches(const openapi::Operation& operation, const SeenBranches& seen,
                                      std::size_t most_unseen);

}  // namespace squall::contracts::match
