#pragma once
// Every schema of the real-world contracts: components and those written at parameters and bodies.

#include <string>
#include <vector>

#include "contracts/schema/schema.h"

namespace squall::tests {

struct RealSchema {
  std::string name;  // file and pointer
  contracts::schema::Schema schema;
};

struct RealSchemas {
  std::vector<RealSchema> compiled;
  std::vector<std::string> refused;  // with their error
  int documents = 0;
};

RealSchemas load_real_schemas(const std::string& folder);

}  // namespace squall::tests
