#pragma once
// Is the document shaped as the OpenAPI specification says? Driven by the tables of structure_rules.h and by the rules
// between fields (object_checks.h, path_checks.h). Follows every reference, across files.

#include "contracts/openapi/diagnostics.h"
#include "contracts/openapi/sources.h"
#include "contracts/openapi/structure_rules.h"

namespace squall::contracts::openapi {

// What a check may use; alive for the length of one load.
struct Scene {
  Sources& sources;
  Diagnostics& diagnostics;
  Versions version;
  const Node* root;  // of the entry document

  bool since31() const { return (version & openapi::since31) != 0; }
};

void check_structure(const Scene& scene, const Place& root);

}  // namespace squall::contracts::openapi
