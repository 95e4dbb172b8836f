#pragma once
// What a list's answer says of its page: totals, cursors, links. Internal to this room.

#include "contracts/core/value.h"
#include "contracts/http/message.h"
#include "contracts/openapi/contract.h"
#include "harness/stub_state/page.h"

namespace squall::harness {

enum class NoNext { absent, null, empty };  // how it is said that there is no next, or previous, page

// Sets the members of the body, and of its objects, that are called as such things are (total, next_cursor, has_more
// ...) and are declared.
void tell_page(contracts::Value& body, const contracts::openapi::WireShape& shape, const Page& page, std::size_t total,
               NoNext no_next);
// X-Total-Count and Link (RFC 8288), where the answer declares them.
void tell_page(contracts::http::Response& response, const contracts::openapi::ResponseObject& declared,
               const Page& page, std::size_t total);

}  // namespace squall::harness
