#include "harness/verify/phases.h"

namespace squall::harness {
namespace {

// In the order they run: what is known of the provider's data grows from one to the next.
const Phase* const table[] = {&examples_phase, &coverage_phase, &fuzz_phase,    &stateful_phase,
                              &security_phase, &negative_phase, &protocol_phase};

}  // namespace

std::span<const Phase* const> verify_phases() {
  return table;
}

const Phase* find_verify_phase(std::string_view name) {
  for (const Phase* phase : table) {
    if (phase->name == name) return phase;
  }
  return nullptr;
}

}  // namespace squall::harness
