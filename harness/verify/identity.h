#pragma once
// Which thing an answer is about: the id that a creation gives, and the one that a reading shows. Pure.

#include <optional>
#include <string>

#include "contracts/core/document.h"
#include "contracts/http/message.h"
#include "contracts/match/router.h"
#include "harness/resources/resource_graph.h"

namespace squall::harness {

struct Identity {
  contracts::Value value;  // for the resource's path parameter
  std::string member;      // of the answer's body that shows it ("id"); "" when Location does
};

// The id of what was made, as a link says, else a member of the body (the parameter's name, id, order_id, orderId,
// uuid), else the Location. nullopt: the answer does not tell.
std::optional<Identity> identity_of_created(const contracts::match::Router& router, const Resource& resource,
                                            const contracts::http::Request& request,
                                            const contracts::http::Response& response);
// The path parameter's value in a Location that leads to the resource; nullopt when it leads elsewhere.
std::optional<std::string> identity_in_location(const contracts::match::Router& router, const Resource& resource,
                                                std::string_view location);
// The body of a response as JSON, without its content coding; nullopt when it is none.
std::optional<contracts::Document> json_of(const contracts::http::Response& response);
// Text as it stands in a path: "7" for 7.
std::string text_of(const contracts::Value& id);
std::string text_of(const contracts::Node& id);

}  // namespace squall::harness
