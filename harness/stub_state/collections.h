#pragma once
// Which resources a contract speaks of, and where their representations stand in its messages. Pure.

#include <optional>
#include <string>
#include <vector>

#include "contracts/openapi/contract.h"
#include "harness/resources/resource_graph.h"

namespace squall::harness {

// A path and the same path with one parameter more: "/orders" and "/orders/{id}".
struct Collection {
  Resource resource;                 // its operations
  std::string path;                  // "/users/{user}/orders"
  std::vector<std::string> parents;  // parameters of `path`, in its order: "user"
  std::string id_member;  // of a representation: "id"; "" where none of its members is what the path's parameter says
};

// Those that can be remembered: whose items can be read or listed, and made, replaced, changed or removed, and whose
// creating operation has no other parameters in its path than `parents`. In document order.
std::vector<Collection> collections_of(const contracts::openapi::Contract& contract);

// The member that the path's parameter is the value of: named like it (without case, hyphens and underscores), else
// like the thing with "id" (order_id for /orders/{x}), else "id". "" when there is none.
std::string id_member_of(const contracts::openapi::WireShape& item, const std::string& parameter,
                         const std::string& thing);
// Where an item stands in a body: "" when it is the body, "/order" when that member is the only one that has the id.
// nullopt: nowhere.
std::optional<std::string> item_place(const contracts::openapi::WireShape& body, const std::string& id_member);
// Where the list stands: "" when the body is one; else the member, or a member's member, that is an array: the only
// one, or the only one whose items have the id.
std::optional<std::string> list_place(const contracts::openapi::WireShape& body, const std::string& id_member);

// The response's media type that a JSON value can be written as; nullptr without one.
const contracts::openapi::MediaTypeObject* json_media(const contracts::openapi::ResponseObject& response);

}  // namespace squall::harness
