#include "harness/experiment/load_figures.h"

namespace squall::harness {

bool succeeded(const chaos::Call& call) {
  return call.error == chaos::CallError::none && call.status > 0 && call.status < 400;
}

chaos::Duration felt_latency(const chaos::Call& call) {
  return call.finished - call.due;
}

double LoadFigures::success() const {
  return arrivals() == 0 ? 1 : static_cast<double>(succeeded) / static_cast<double>(arrivals());
}

double LoadFigures::seconds(double quantile) const {
  return std::chrono::duration<double>(latency.quantile(quantile)).count();
}

LoadFigures figures_of(const std::vector<chaos::Call>& calls, std::uint64_t unsent) {
  LoadFigures figures;
  figures.unsent = unsent;
  for (const auto& call : calls) {
    if (call.error == chaos::CallError::cancelled) continue;
    ++figures.calls;
    if (succeeded(call)) ++figures.succeeded;
    figures.latency.record(felt_latency(call));
  }
  return figures;
}

}  // namespace squall::harness
