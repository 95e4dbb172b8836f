#include "harness/experiment/comparison.h"

#include <fmt/format.h>

#include <cmath>

#include "contracts/core/units.h"

namespace squall::harness {
namespace {

const char* sign(Comparison::Op op) {
  switch (op) {
    case Comparison::Op::less:
      return "< ";
    case Comparison::Op::less_equal:
      return "<= ";
    case Comparison::Op::greater:
      return "> ";
    default:
      return ">= ";
  }
}

}  // namespace

bool holds(const Comparison& comparison, double value) {
  switch (comparison.op) {
    case Comparison::Op::less:
      return value < comparison.value;
    case Comparison::Op::less_equal:
      return value <= comparison.value;
    case Comparison::Op::greater:
      return value > comparison.value;
    default:
      return value >= comparison.value;
  }
}

// Rounded down, so that 99.96 % is never shown as the 100 % it is not.
std::string share_text(double share) {
  return fmt::format("{:.4g} %", std::floor(share * 1000 + 1e-9) / 10);
}

std::string share_text(const Comparison& comparison) {
  return sign(comparison.op) + fmt::format("{:.6g} %", comparison.value * 100);
}

std::string duration_text(double seconds) {
  const double step = seconds < 0.01 ? 1e-5 : 1e-3;
  return contracts::format_duration(
      Duration(static_cast<std::int64_t>(std::llround(std::round(seconds / step) * step * 1e9))));
}

std::string duration_text(const Comparison& comparison) {
  return sign(comparison.op) + duration_text(comparison.value);
}

}  // namespace squall::harness
