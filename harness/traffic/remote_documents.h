#pragma once
// Documents that contracts refer to on the network. Only where the user allows it.
//
// A document is asked for once in a run. With its entity tag it is kept under $XDG_CACHE_HOME/squall/documents
// (~/.cache/squall/documents); the next run asks whether it is still current, and takes the kept one only then. A
// document is bounded to 32 MiB and 30 s; redirects are followed, five at most.

#include <functional>
#include <string>

#include "contracts/core/result.h"

namespace squall::harness {

// Errors: unavailable, without a location: whoever asks knows where the reference stands. Not thread-safe.
using RemoteDocuments = std::function<contracts::Result<std::string>(const std::string& uri)>;
RemoteDocuments remote_documents();
// With another folder; "" keeps nothing.
RemoteDocuments remote_documents(std::string folder);

}  // namespace squall::harness
