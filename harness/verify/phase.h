#pragma once
// A verification phase: one file each, listed in registry.cpp. A phase makes requests; how answers are judged, counted
// and reported is the exerciser's business.

#include <span>
#include <string>
#include <string_view>

namespace squall::harness {

class Exerciser;

struct Phase {
  std::string_view name;  // as in `verify: {orders: {phases: [...]}}`
  std::string_view summary;
  void (*run)(Exerciser& exerciser);
  // Before any phase has changed the provider's data; once, though several phases have the same one.
  void (*first_look)(Exerciser& exerciser) = nullptr;
};

std::span<const Phase* const> verify_phases();
const Phase* find_verify_phase(std::string_view name);

}  // namespace squall::harness
