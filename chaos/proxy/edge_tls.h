#pragma once
// EdgeTls: the TLS of an edge, made once from its settings.

#include <memory>

#include "chaos/proxy/engine.h"
#include "chaos/tls/originator.h"
#include "chaos/tls/terminator.h"

namespace squall::chaos {

struct EdgeTls {
  std::shared_ptr<const tls::Terminator> terminator;  // null: consumers speak no TLS, or it passes through
  std::shared_ptr<const tls::Originator> originator;  // null: none to the provider

  // Errors: settings that exclude each other (usage), files (io, malformed).
  static contracts::Result<EdgeTls> make(const EdgeConfig& config);
};

}  // namespace squall::chaos
