#include "chaos/patterns/backoff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "chaos/patterns/statistics.h"

namespace squall::chaos {
namespace {

constexpr double kAtOnce = 5;  // ms: no pause on purpose
constexpr double kNoise = 15;  // ms: what a busy machine adds to a gap

double spread(const std::vector<double>& samples) {
  if (samples.size() < 3) return 0;
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  const double range = *most - *least;
  const double middle = median(samples);
  return range <= kNoise || middle == 0 ? 0 : range / middle;
}

std::string jitter_of(const std::vector<std::vector<double>>& gaps) {
  std::vector<double> spreads;
  bool from_nothing = false;
  for (const auto& samples : gaps) {
    if (samples.size() < 3) continue;
    spreads.push_back(spread(samples));
    from_nothing = from_nothing || *std::min_element(samples.begin(), samples.end()) < 0.3 * median(samples);
  }
  if (median(spreads) < 0.25) return "";
  return from_nothing ? "full" : "equal";
}

// Squared relative distance of the medians from the rule's own values.
double misfit(const std::vector<double>& medians, const std::vector<double>& rule) {
  double sum = 0;
  for (std::size_t i = 0; i < medians.size(); ++i) sum += std::pow((medians[i] - rule[i]) / rule[i], 2);
  return sum;
}

// More than two gaps can tell growth by addition from growth by multiplication.
Shape growing(const std::vector<double>& medians, double factor) {
  if (medians.size() < 3) return Shape::exponential;
  std::vector<double> linear, exponential;
  const double step = (medians.back() - medians.front()) / static_cast<double>(medians.size() - 1);
  for (std::size_t i = 0; i < medians.size(); ++i) {
    linear.push_back(medians.front() + step * static_cast<double>(i));
    exponential.push_back(medians.front() * std::pow(factor, static_cast<double>(i)));
  }
  return misfit(medians, linear) < misfit(medians, exponential) ? Shape::linear : Shape::exponential;
}

}  // namespace

std::string_view to_string(Shape shape) {
  switch (shape) {
    case Shape::none:
      return "none";
    case Shape::constant:
      return "constant";
    case Shape::linear:
      return "linear";
    case Shape::exponential:
      return "exponential";
    case Shape::unknown:
      break;
  }
  return "unknown";
}

Backoff classify(const std::vector<std::vector<double>>& gaps) {
  Backoff found;
  std::vector<std::vector<double>> kept;
  for (const auto& samples : gaps) {
    if (samples.empty()) break;
    found.gaps.push_back(median(samples));
    kept.push_back(samples);
  }
  std::vector<double> medians = found.gaps;
  if (medians.empty()) {
    found.why_unknown = "no retry was seen";
    return found;
  }
  if (*std::max_element(medians.begin(), medians.end()) < kAtOnce) {
    found.shape = Shape::none;
    return found;
  }
  if (medians.front() < kAtOnce) {
    medians.erase(medians.begin());
    kept.erase(kept.begin());
  }
  found.jitter = jitter_of(kept);
  if (medians.size() < 2) {
    found.why_unknown = "one pause alone has no shape";
    return found;
  }
  std::vector<double> ratios;
  for (std::size_t i = 1; i < medians.size(); ++i) ratios.push_back(medians[i] / std::max(medians[i - 1], 0.1));
  const double ratio = median(ratios);
  const auto [least, most] = std::minmax_element(medians.begin(), medians.end());
  const double tolerance = found.jitter.empty() ? 0.1 : 0.3;
  if (variation(medians) < tolerance || *most - *least <= std::min(kNoise, 0.4 * *least)) {
    found.shape = Shape::constant;
  } else if (ratio >= (found.jitter.empty() ? 1.5 : 1.3) - 0.1 && ratio <= 4.2) {
    found.factor = ratio;
    found.shape = found.jitter.empty() ? growing(medians, ratio) : Shape::exponential;
  } else if (found.jitter.empty() && medians.size() > 2 && growing(medians, ratio) == Shape::linear && ratio > 1.05) {
    found.shape = Shape::linear;
  } else {
    found.why_unknown = fmt::format("pauses of {:.0f} to {:.0f} ms follow no rule known", *least, *most);
  }
  return found;
}

}  // namespace squall::chaos
