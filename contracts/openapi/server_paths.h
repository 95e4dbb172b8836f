#pragma once
// The base paths that a server stands for.

#include <string>
#include <string_view>
#include <vector>

#include "contracts/openapi/server.h"

namespace squall::contracts::openapi {

// The path of a URL without a trailing slash; "" for "/".
std::string base_path_of(std::string_view url);
// Every base path that the server's variables can make (OAS 3.0.4, section 4.7.6), the one of their defaults first; at
// most 256. "{}" is any text inside one segment: a variable that lists no values can have every one.
std::vector<std::string> base_paths(const Server& server);

}  // namespace squall::contracts::openapi
