#pragma once
// Swagger 2.0 as OpenAPI 3.0: the same contract under the newer names. Everything keeps its place in the original file.

#include <memory>

#include "contracts/openapi/sources.h"

namespace squall::contracts::openapi {

// `root` is a Swagger 2.0 document that can be used. `#/definitions/...` still leads where it did.
std::shared_ptr<const Document> upgrade_swagger(Sources& sources, const Place& root);

}  // namespace squall::contracts::openapi
