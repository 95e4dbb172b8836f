#pragma once
// Writes a pact of what a consumer was seen to ask and to be answered. Pure.

#include <span>
#include <string>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/pact/pact.h"

namespace squall::contracts::pact {

struct Exchange {
  std::string description;  // "" for one made of the request: "GET /orders/7, answered 200"
  std::vector<ProviderState> states = {};
  http::Request request;
  http::Response response;
  std::vector<std::string> any_of_its_type = {};  // JSON Pointers into the request's body: matched by type
};

struct WriteOptions {
  Version version = Version::v4;  // v3 or v4
  // Response bodies in JSON are matched by type, as far as they go: what a consumer was given once is no promise of the
  // same values. Members that were null are left out, as they say nothing of a type; Location may be another. Else by
  // equality.
  bool by_type = true;
};

// Equal exchanges are written once, in the order of their first appearance; the same request with another answer is an
// interaction of its own. Of request headers those are kept that say what is asked for (Accept, Content-Type,
// If-*, Prefer and what begins with X-), of response headers Content-Type and Location; Authorization, cookies and what
// is called a key never are. A body that is not UTF-8 is base64 in version 4 and left out in version 3, which has no
// way to say it; an exchange whose path, query or headers are not UTF-8 is left out.
Value write_pact(const std::string& consumer, const std::string& provider, std::span<const Exchange> exchanges,
                 const WriteOptions& options = {});

}  // namespace squall::contracts::pact
