#pragma once
// Follows the links that answers declare: what a link says leads somewhere must lead there, and a list's next page must
// not be the same again.

#include "contracts/core/random.h"
#include "contracts/openapi/link.h"
#include "harness/verify/provision.h"

namespace squall::harness {

// The request that a link leads to, from one exchange. nullopt: the link does not apply to it (there is no next page),
// or no valid request can be made of it.
std::optional<contracts::match::RequestCase> follow(const contracts::match::Router& router,
                                                    const contracts::openapi::Link& link,
                                                    const contracts::http::Request& request,
                                                    const contracts::http::Response& response,
                                                    contracts::match::KnownValues known, contracts::Random random);

// Asks the operation, then follows each link of its answer, each as a sequence of its own; a link to the operation
// itself is followed for some pages. Rules: stateful.link.broken, stateful.page.repeated.
void walk_links(VerifySession& session, const ResourceGraph& graph, const contracts::openapi::Operation& operation,
                contracts::Random random);

}  // namespace squall::harness
