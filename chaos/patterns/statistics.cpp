#include "chaos/patterns/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace squall::chaos {

double to_ms(Duration duration) {
  return static_cast<double>(duration.count()) / 1e6;
}
Duration from_ms(double ms) {
  return Duration(static_cast<Duration::rep>(std::llround(ms * 1e6)));
}

double median(std::vector<double> samples) {
  if (samples.empty()) return 0;
  std::sort(samples.begin(), samples.end());
  const std::size_t middle = samples.size() / 2;
  return samples.size() % 2 == 1 ? samples[middle] : (samples[middle - 1] + samples[middle]) / 2;
}

double percentile(std::vector<double> samples, double share) {
  if (samples.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(samples.size())));
  const auto nth = samples.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(rank, 1) - 1);
  std::nth_element(samples.begin(), nth, samples.end());
  return *nth;
}

double variation(const std::vector<double>& samples) {
  if (samples.size() < 2) return 0;
  double sum = 0;
  for (const double sample : samples) sum += sample;
  const double mean = sum / static_cast<double>(samples.size());
  if (mean == 0) return 0;
  double squares = 0;
  for (const double sample : samples) squares += (sample - mean) * (sample - mean);
  return std::sqrt(squares / static_cast<double>(samples.size())) / mean;
}

Quantity quantity_of(std::string name, std::vector<double> samples, std::string unit) {
  Quantity quantity;
  quantity.name = std::move(name);
  quantity.unit = std::move(unit);
  quantity.samples = samples.size();
  if (samples.empty()) return quantity;
  const auto [least, most] = std::minmax_element(samples.begin(), samples.end());
  quantity.min = *least;
  quantity.max = *most;
  quantity.median = median(std::move(samples));
  return quantity;
}

std::string ms_text(double ms) {
  if (ms >= 10'000) return fmt::format("{:.1f} s", ms / 1000);
  if (ms >= 100) return fmt::format("{:.0f} ms", ms);
  return fmt::format("{:.3g} ms", ms);
}

std::string text_of(const Quantity& quantity) {
  const bool time = quantity.unit == "ms";
  const auto one = [&](double value) { return time ? ms_text(value) : fmt::format("{:.4g} {}", value, quantity.unit); };
  if (quantity.samples < 2) return one(quantity.median);
  return fmt::format("{} ({:.4g}-{:.4g}, {} samples)", one(quantity.median), quantity.min, quantity.max,
                     quantity.samples);
}

}  // namespace squall::chaos
