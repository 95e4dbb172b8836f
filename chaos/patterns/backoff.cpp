#include "chaos/patterns/backoff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

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

double mean_spread(const std::vector<std::vector<double>>& gaps) {
  double sum = 0, count = 0;
  for (const auto& samples : gaps) {
    if (samples.size() < 3) continue;
    sum += spread(samples);
    ++count;
  }
  return count == 0 ? 0 : sum / count;
}

// About the longest that the rule gives; where a busy machine may have stretched that one, the second longest.
double longest(std::vector<double> samples) {
  std::sort(samples.begin(), samples.end(), std::greater<>());
  return samples.size() >= 6 && samples[0] > 1.25 * samples[1] ? samples[1] : samples[0];
}

// Jitter of the upper half of a pause (equal) leaves none below half of the longest; that of all of it (full) some four
// in ten.
std::string jitter_of(const std::vector<std::vector<double>>& gaps) {
  constexpr double below_half = 0.42;
  std::size_t lower = 0, all = 0;
  for (const auto& samples : gaps) {
    if (samples.size() < 3) continue;
    const double most = longest(samples);
    lower += static_cast<std::size_t>(
        std::count_if(samples.begin(), samples.end(), [&](double one) { return one < below_half * most; }));
    all += samples.size() - 1;
  }
  if (mean_spread(gaps) < 0.25) return "";
  return lower * 100 >= all * 15 ? "full" : "equal";
}

// What the rule says of each pause: the pause itself or, where jitter only shortens it, the longest seen.
std::vector<double> scales_of(const std::vector<std::vector<double>>& gaps, bool jitter) {
  std::vector<double> scales;
  for (const auto& samples : gaps) {
    const bool enough = jitter && samples.size() >= 4;
    scales.push_back(enough ? longest(samples) : median(samples));
  }
  return scales;
}

// Pauses that stopped growing: how many at the end are as long as the longest, and not the whole.
std::size_t capped_tail(const std::vector<double>& scales) {
  const double most = *std::max_element(scales.begin(), scales.end());
  std::size_t tail = 0;
  while (tail < scales.size() && scales[scales.size() - 1 - tail] >= 0.92 * most) ++tail;
  const bool grew = tail < scales.size() && scales.front() < 0.75 * most;
  return tail >= 2 && grew ? tail : 0;
}

// How far a rule's pauses are from those seen, as ratios: the sum of squared logarithms.
double misfit(const std::vector<double>& scales, const std::vector<double>& rule) {
  double sum = 0;
  for (std::size_t i = 0; i < scales.size(); ++i)
    sum += std::pow(std::log(std::max(rule[i], 0.01 * scales[i]) / scales[i]), 2);
  return sum;
}

// The factor by which pauses grow, all of them considered: the slope of their logarithms.
double growth_of(const std::vector<double>& scales) {
  const double count = static_cast<double>(scales.size()), middle = (count - 1) / 2;
  double slope = 0, weight = 0;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    const double x = static_cast<double>(i) - middle;
    slope += x * std::log(std::max(scales[i], 0.1));
    weight += x * x;
  }
  return std::exp(slope / weight);
}

std::vector<double> multiplied(const std::vector<double>& scales, double factor) {
  double level = 0;
  for (std::size_t i = 0; i < scales.size(); ++i)
    level += std::log(scales[i]) - static_cast<double>(i) * std::log(factor);
  std::vector<double> rule;
  for (std::size_t i = 0; i < scales.size(); ++i)
    rule.push_back(std::exp(level / static_cast<double>(scales.size())) * std::pow(factor, static_cast<double>(i)));
  return rule;
}

// a + b n with the least relative errors.
std::vector<double> added(const std::vector<double>& scales) {
  double w = 0, wx = 0, wxx = 0, wy = 0, wxy = 0;
  for (std::size_t i = 0; i < scales.size(); ++i) {
    const double weight = 1 / (scales[i] * scales[i]), x = static_cast<double>(i);
    w += weight, wx += weight * x, wxx += weight * x * x, wy += weight * scales[i], wxy += weight * x * scales[i];
  }
  const double b = (w * wxy - wx * wy) / (w * wxx - wx * wx), a = (wy - b * wx) / w;
  std::vector<double> rule;
  for (std::size_t i = 0; i < scales.size(); ++i) rule.push_back(a + b * static_cast<double>(i));
  return rule;
}

// More than two pauses can tell growth by addition from growth by multiplication. What jitter leaves of that must be
// plain, or the growth too fast for an addition.
Shape growing(const std::vector<double>& scales, double factor, const std::string& jitter) {
  if (scales.size() < 3) return Shape::exponential;
  const double linear = misfit(scales, added(scales)), exponential = misfit(scales, multiplied(scales, factor));
  if (jitter.empty()) return linear < exponential ? Shape::linear : Shape::exponential;
  if (linear < exponential / (jitter == "full" ? 10 : 3)) return Shape::linear;
  return factor > 1.65 || exponential < linear / 3 ? Shape::exponential : Shape::unknown;
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
  const bool at_once = std::all_of(kept.begin(), kept.end(), [](const auto& samples) {
    return *std::min_element(samples.begin(), samples.end()) < kAtOnce;
  });
  if (at_once && *std::max_element(medians.begin(), medians.end()) < kNoise) {
    found.shape = Shape::none;
    return found;
  }
  if (medians.front() < kAtOnce) {
    medians.erase(medians.begin());
    kept.erase(kept.begin());
  }
  found.jitter = jitter_of(kept);
  found.spread = mean_spread(kept);
  std::vector<double> scales = scales_of(kept, !found.jitter.empty());
  if (const std::size_t tail = capped_tail(scales); tail > 0) {
    found.cap = scales.back();
    scales.resize(std::max<std::size_t>(scales.size() - tail, 2));  // the rule would have the first of them longer
  }
  if (scales.size() < 2) {
    found.why_unknown = "one pause alone has no shape";
    return found;
  }
  const double factor = growth_of(scales);
  const bool jitter = !found.jitter.empty();
  const auto [least, most] = std::minmax_element(scales.begin(), scales.end());
  const double tolerance = jitter ? 0.2 : 0.1;
  if (variation(scales) < tolerance || *most - *least <= std::min(kNoise, 0.4 * *least)) {
    found.shape = Shape::constant;
  } else if (factor >= (jitter ? 1.2 : 1.4) && factor <= 4.2) {
    found.shape = growing(scales, factor, found.jitter);
    if (found.shape == Shape::exponential) found.factor = factor;
    if (found.shape == Shape::unknown)
      found.why_unknown = "jitter hides whether pauses grow by addition or multiplication";
  } else if (scales.size() > 2 && factor > 1.05 && factor < 1.4 &&
             growing(scales, factor, found.jitter) == Shape::linear) {
    found.shape = Shape::linear;
  } else {
    found.why_unknown = fmt::format("pauses of {:.0f} to {:.0f} ms follow no rule known", *least, *most);
  }
  return found;
}

}  // namespace squall::chaos
