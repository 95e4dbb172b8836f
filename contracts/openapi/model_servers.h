#pragma once

#include <vector>

#include "contracts/openapi/server.h"
#include "contracts/openapi/sources.h"

namespace squall::contracts::openapi {

Server make_server(const Node& node);
// Under `servers` of an OpenAPI Object, a path item or an operation.
std::vector<Server> servers(const Place& owner);

}  // namespace squall::contracts::openapi
