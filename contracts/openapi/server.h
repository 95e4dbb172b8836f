#pragma once
// Server: where the contract says that its operations are served (OAS 3.0.4, section 4.7.5).

#include <string>
#include <vector>

namespace squall::contracts::openapi {

struct ServerVariable {
  std::string name;
  std::string default_value;
  std::vector<std::string> choices;  // `enum`; empty: anything
};

struct Server {
  std::string url;           // variables substituted by their defaults
  std::string base_path;     // the path of url without a trailing slash; "" for "/"
  std::string name;          // since 3.2; "" when it has none
  std::string url_template;  // as written
  std::vector<ServerVariable> variables;
};

}  // namespace squall::contracts::openapi
