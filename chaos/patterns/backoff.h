#pragma once
// The shape of the pauses between retries.

#include <string>
#include <string_view>
#include <vector>

namespace squall::chaos {

enum class Shape {
  unknown,  // too few gaps, or no rule fits
  none,     // the next attempt follows at once
  constant,
  linear,
  exponential,
};
std::string_view to_string(Shape shape);

struct Backoff {
  Shape shape = Shape::unknown;
  std::string jitter;        // "", "equal", "full"
  std::vector<double> gaps;  // median per retry number, ms
  double spread = 0;         // of the samples of one pause, longest less shortest over the median; the mean over all
  double cap = 0;            // ms: pauses grow no further; 0: no cap was seen
  double factor = 0;         // of an exponential: the median ratio of one gap to the one before
  std::string why_unknown;
};

// `gaps[n]` are the samples, in ms, of the pause before retry n + 1: failure delivered to next request. A first retry
// without any pause is left out of the shape: libraries have it by design.
Backoff classify(const std::vector<std::vector<double>>& gaps);

}  // namespace squall::chaos
