#pragma once
// `squall stub` of a Pact file.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "harness/cli/command.h"
#include "harness/cli/tls_options.h"

namespace squall::harness {

struct PactServing {
  std::string file;
  std::string host;
  std::uint16_t port = 0;  // 0: any free one
  std::optional<std::uint64_t> seed;
  std::chrono::nanoseconds latency{0};
  unsigned workers = 1;
  std::shared_ptr<ListeningOptions> listening;
};

// Serves until it is interrupted. What no interaction asks for is said on standard error.
ExitCode serve_pact(const PactServing& wanted, Invocation& invocation);

}  // namespace squall::harness
