#include "harness/experiment/series.h"

#include <algorithm>
#include <cmath>

#include "harness/experiment/load_figures.h"

namespace squall::harness {
namespace {

double round_width(double wanted) {
  for (const double width : {100.0, 200.0, 250.0, 500.0, 1000.0, 2000.0, 5000.0, 10'000.0, 30'000.0}) {
    if (width >= wanted) return width;
  }
  return std::ceil(wanted / 60'000) * 60'000;
}

}  // namespace

double milliseconds(chaos::Instant at) {
  return std::chrono::duration<double, std::milli>(at).count();
}

reports::Series series_of(const std::string& name, const std::vector<chaos::Call>& calls, chaos::Instant from,
                          chaos::Duration length) {
  reports::Series series;
  series.name = name;
  series.bucket_ms = round_width(milliseconds(length) / 60);
  const auto count = static_cast<std::size_t>(std::max(1.0, std::ceil(milliseconds(length) / series.bucket_ms)));
  std::vector<LoadFigures> figures(count);
  for (const auto& call : calls) {
    if (call.error == chaos::CallError::cancelled) continue;
    const double offset = std::max(0.0, milliseconds(call.due - from));
    LoadFigures& bucket = figures[std::min(count - 1, static_cast<std::size_t>(offset / series.bucket_ms))];
    ++bucket.calls;
    if (succeeded(call)) ++bucket.succeeded;
    bucket.latency.record(felt_latency(call));
  }
  for (std::size_t i = 0; i < count; ++i) {
    reports::Bucket bucket;
    bucket.at_ms = milliseconds(from) + static_cast<double>(i) * series.bucket_ms;
    bucket.calls = figures[i].calls;
    bucket.errors = figures[i].calls - figures[i].succeeded;
    bucket.p50_ms = figures[i].seconds(0.5) * 1000;
    bucket.p99_ms = figures[i].seconds(0.99) * 1000;
    series.buckets.push_back(bucket);
  }
  return series;
}

}  // namespace squall::harness
