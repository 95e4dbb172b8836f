#include "chaos/faults/distribution.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "contracts/core/document.h"
#include "contracts/core/number.h"
#include "contracts/core/units.h"

namespace squall::chaos {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using std::chrono::nanoseconds;

constexpr double kLongest = 3.6e12;  // an hour: a tail without end would be a hold
constexpr std::uintmax_t kLargestFile = 1u << 20;

nanoseconds time_of(double value) {
  return nanoseconds(static_cast<std::int64_t>(std::clamp(value, 0.0, kLongest)));
}

}  // namespace

nanoseconds draw(Shape shape, nanoseconds mean, nanoseconds jitter, double index, contracts::Random& random) {
  const auto middle = static_cast<double>(mean.count()), spread = static_cast<double>(jitter.count());
  switch (shape) {
    case Shape::constant:
      return mean;
    case Shape::uniform:
      return jitter.count() == 0 ? mean : time_of(middle + spread * (2 * random.unit() - 1));
    case Shape::normal:
      return jitter.count() == 0 ? mean : time_of(middle + spread * random.normal());
    case Shape::pareto:
      return time_of(middle * (index - 1) / index / std::pow(1 - random.unit(), 1 / index));
  }
  return mean;
}

contracts::Result<Histogram> Histogram::parse(const std::string& json_or_yaml) {
  const auto document = contracts::Document::parse(json_or_yaml, "histogram");
  if (!document || !document->root().is_object() || document->root().members().empty()) {
    return fail(ErrorKind::usage, "expected buckets with their weights", {},
                "write it like {10ms: 90, 100ms: 9, 1s: 1}: each bucket's upper bound, and how many were in it");
  }
  Histogram histogram;
  for (const auto& member : document->root().members()) {
    SQUALL_TRY_ASSIGN(const auto upper, contracts::parse_duration(member.key));
    const double weight = member.value.is_number() ? contracts::to_double(member.value.text()) : -1;
    if (!(weight >= 0 && weight < 1e15)) {
      return fail(ErrorKind::usage, "bucket '" + std::string(member.key) + "': expected how many were in it");
    }
    histogram.buckets_.push_back({upper, weight});
  }
  std::sort(histogram.buckets_.begin(), histogram.buckets_.end(),
            [](const Bucket& a, const Bucket& b) { return a.upper < b.upper; });
  double sum = 0;
  for (auto& bucket : histogram.buckets_) bucket.below = sum += bucket.below;
  if (sum <= 0) return fail(ErrorKind::usage, "all buckets are empty");
  return histogram;
}

contracts::Result<Histogram> Histogram::load(const std::string& path) {
  std::error_code error;
  const bool regular = std::filesystem::is_regular_file(path, error);
  const auto size = regular ? std::filesystem::file_size(path, error) : 0;
  std::ifstream file(path, std::ios::binary);
  if (!regular || error || size > kLargestFile || !file)
    return fail(ErrorKind::usage, "'" + path + "' is no file of at most 1 MiB that can be read");
  std::ostringstream text;
  text << file.rdbuf();
  auto histogram = parse(text.str());
  if (!histogram)
    return fail(ErrorKind::usage, "'" + path + "': " + histogram.error().message, {}, histogram.error().hint);
  return histogram;
}

nanoseconds Histogram::draw(contracts::Random& random) const {
  const double at = random.unit() * buckets_.back().below;
  const auto found =
      std::find_if(buckets_.begin(), buckets_.end(), [at](const Bucket& bucket) { return at < bucket.below; });
  const auto& bucket = found == buckets_.end() ? buckets_.back() : *found;
  const auto lower = found == buckets_.begin() ? nanoseconds{0} : std::prev(found)->upper;
  const auto width = static_cast<double>((bucket.upper - lower).count());
  return lower + nanoseconds(static_cast<std::int64_t>(width * random.unit()));
}

}  // namespace squall::chaos
