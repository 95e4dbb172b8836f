#pragma once
// Overlays (OAI Overlay 1.0): a document that says how another one is to be changed.
//
// Objects are merged member by member, lists get what an update adds at their end, other values are replaced; null
// leaves an object or list as it is. What an overlay brings stands in the overlay's file. Targets nested deeper than
// documents may be (Limits::depth), and actions that would write more than four million nodes anew, are errors.

#include <memory>
#include <string>

#include "contracts/core/document.h"
#include "contracts/core/result.h"
#include "contracts/openapi/diagnostics.h"

namespace squall::contracts::openapi {

// The document with the overlay applied to it. Errors are located in the overlay; so are warnings, which go to
// `diagnostics`: an action whose target matches nothing.
Result<std::shared_ptr<const Document>> apply_overlay(std::shared_ptr<const Document> document,
                                                      std::shared_ptr<const Document> overlay,
                                                      Diagnostics& diagnostics);

}  // namespace squall::contracts::openapi
