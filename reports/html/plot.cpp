#include "reports/html/plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/html/markup.h"
#include "reports/html/round_number.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

constexpr double width = 1000, height = 100;  // of the SVG's own coordinates
constexpr std::size_t most_points = 300;

// Neighbouring buckets put together until there are few enough to see: counts add up, the worst p99 stands, p50 is
// weighted.
std::vector<Bucket> thinned(const Series& series) {
  const std::size_t together = (series.buckets.size() + most_points - 1) / most_points;
  std::vector<Bucket> out;
  for (std::size_t i = 0; i < series.buckets.size(); ++i) {
    const Bucket& bucket = series.buckets[i];
    if (i % together == 0) {
      out.push_back(bucket);
      continue;
    }
    Bucket& sum = out.back();
    const auto calls = static_cast<double>(sum.calls + bucket.calls);
    if (calls > 0)
      sum.p50_ms =
          (sum.p50_ms * static_cast<double>(sum.calls) + bucket.p50_ms * static_cast<double>(bucket.calls)) / calls;
    sum.calls += bucket.calls;
    sum.errors += bucket.errors;
    sum.p99_ms = std::max(sum.p99_ms, bucket.p99_ms);
  }
  return out;
}

class Canvas {
 public:
  explicit Canvas(const Series& series) : series_(series), buckets_(thinned(series)) {
    const double step = series.bucket_ms > 0 ? series.bucket_ms : 1000;
    const std::size_t together = (series.buckets.size() + most_points - 1) / most_points;
    bucket_ms_ = step * static_cast<double>(together);
    begin_ms_ = buckets_.front().at_ms;
    end_ms_ = std::max(series.buckets.back().at_ms + step, begin_ms_ + 1);
  }

  const std::vector<Bucket>& buckets() const { return buckets_; }
  double bucket_ms() const { return bucket_ms_; }
  double begin_ms() const { return begin_ms_; }
  double end_ms() const { return end_ms_; }
  double x(double ms) const { return std::clamp((ms - begin_ms_) / (end_ms_ - begin_ms_), 0.0, 1.0) * width; }

  std::string open(const std::string& label) const {
    std::string out =
        fmt::format("<svg viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">", width,
                    height, html_escaped(label));
    for (const auto& fault : series_.faults) {
      const double from = x(fault.from_ms), to = x(fault.to_ms);
      if (to <= from) continue;
      out += fmt::format("<rect class=\"fault\" x=\"{}\" y=\"0\" width=\"{}\" height=\"{}\"/>", coordinate(from),
                         coordinate(to - from), height);
    }
    return out + fmt::format("<path class=\"grid\" d=\"M0 0.5H{0} M0 {1}H{0} M0 {2}H{0}\"/>", width, height / 2,
                             height - 0.5);
  }

  // `value` of each bucket as a line through the buckets' middles, or as a stepped area.
  template <class F>
  std::string line(std::string_view css, double top, F value) const {
    std::string d;
    for (const auto& bucket : buckets_) {
      if (bucket.calls == 0) continue;
      d += fmt::format("{}{} {}", d.empty() ? "M" : " L", coordinate(x(bucket.at_ms + bucket_ms_ / 2)),
                       y(value(bucket), top));
    }
    return d.empty() ? d : fmt::format("<path class=\"line {}\" d=\"{}\"/>", css, d);
  }
  template <class F>
  std::string area(std::string_view css, double top, F value) const {
    std::string d = fmt::format("M{} {}", coordinate(x(begin_ms_)), height);
    for (const auto& bucket : buckets_)
      d += fmt::format(" V{} H{}", y(value(bucket), top), coordinate(x(bucket.at_ms + bucket_ms_)));
    return fmt::format("<path class=\"area {}\" d=\"{} V{} Z\"/>", css, d, height);
  }

 private:
  static std::string y(double value, double top) {
    return coordinate(height - std::clamp(std::isfinite(value) ? value / top : 0, 0.0, 1.0) * height);
  }

  const Series& series_;
  std::vector<Bucket> buckets_;
  double bucket_ms_ = 0, begin_ms_ = 0, end_ms_ = 0;
};

template <class F>
double greatest(const std::vector<Bucket>& buckets, F value) {
  double most = 0;
  for (const auto& bucket : buckets) most = std::max(most, value(bucket));
  return most;
}

double error_share(const Bucket& bucket) {
  return bucket.calls == 0 ? 0 : 100.0 * static_cast<double>(bucket.errors) / static_cast<double>(bucket.calls);
}

Panel rate_panel(const Canvas& canvas) {
  const auto rate = [&](const Bucket& bucket) { return static_cast<double>(bucket.calls) * 1000 / canvas.bucket_ms(); };
  const double most = greatest(canvas.buckets(), rate), top = round_up(most * 1.1);
  Panel panel{"Rate", "calls per second", fmt::format("Rate, at most {} calls per second", compact(most)),
              "",     compact(top),       compact(top / 2)};
  panel.svg = canvas.open(panel.label) + canvas.area("rate", top, rate) + canvas.line("rate", top, rate) + "</svg>";
  return panel;
}

Panel error_panel(const Canvas& canvas) {
  const double most = greatest(canvas.buckets(), error_share), top = std::min(100.0, round_up(std::max(most, 1.0)));
  Panel panel{"Errors", "share of calls",    fmt::format("Errors, at most {} % of calls", compact(most)),
              "",       compact(top) + " %", compact(top / 2) + " %"};
  panel.svg = canvas.open(panel.label) + canvas.area("errors", top, error_share) + "</svg>";
  return panel;
}

Panel latency_panel(const Canvas& canvas) {
  const auto p50 = [](const Bucket& bucket) { return bucket.p50_ms; };
  const auto p99 = [](const Bucket& bucket) { return bucket.p99_ms; };
  const double top = round_up(std::max(greatest(canvas.buckets(), p99), greatest(canvas.buckets(), p50)));
  Panel panel{"Latency", "", "", "", spoken_ms(top), spoken_ms(top / 2)};
  panel.label = fmt::format("Latency, p50 at most {}, p99 at most {}", spoken_ms(greatest(canvas.buckets(), p50)),
                            spoken_ms(greatest(canvas.buckets(), p99)));
  panel.svg = canvas.open(panel.label) + canvas.line("p99", top, p99) + canvas.line("p50", top, p50) + "</svg>";
  return panel;
}

std::vector<Tick> ticks_of(double begin_ms, double end_ms) {
  const double step = round_up((end_ms - begin_ms) / 5);
  std::vector<Tick> ticks;
  for (double at = 0; at <= (end_ms - begin_ms) * 1.0001 && ticks.size() < 12; at += step) {
    ticks.push_back({at / (end_ms - begin_ms) * 100, at == 0 ? "0" : spoken_ms(at)});
  }
  return ticks;
}

PhaseRow phase(const std::string& name, const Series& series, double from_ms, double to_ms) {
  std::uint64_t calls = 0, errors = 0;
  std::vector<double> p50;
  double worst = 0;
  for (const auto& bucket : series.buckets) {
    const double middle = bucket.at_ms + series.bucket_ms / 2;
    if (middle < from_ms || middle >= to_ms || bucket.calls == 0) continue;
    calls += bucket.calls, errors += bucket.errors;
    p50.push_back(bucket.p50_ms);
    worst = std::max(worst, bucket.p99_ms);
  }
  if (p50.empty()) return {};
  std::nth_element(p50.begin(), p50.begin() + static_cast<std::ptrdiff_t>(p50.size() / 2), p50.end());
  const double share = 100.0 * static_cast<double>(errors) / static_cast<double>(calls);
  return {name, grouped(calls),
          errors == 0 ? "none" : fmt::format("{} ({} %)", grouped(errors), compact(std::round(share * 10) / 10)),
          spoken_ms(p50[p50.size() / 2]), spoken_ms(worst)};
}

std::vector<PhaseRow> phases_of(const Series& series) {
  constexpr double for_ever = std::numeric_limits<double>::infinity();
  std::vector<PhaseRow> rows;
  if (series.faults.empty()) {
    rows = {phase("No fault", series, -for_ever, for_ever)};
  } else {
    double from = for_ever, to = -for_ever;
    for (const auto& fault : series.faults) from = std::min(from, fault.from_ms), to = std::max(to, fault.to_ms);
    rows = {phase("Before", series, -for_ever, from), phase("Under fault", series, from, to),
            phase("After", series, to, for_ever)};
  }
  std::erase_if(rows, [](const PhaseRow& row) { return row.name.empty(); });
  return rows;
}

}  // namespace

Plot plot_of(const Series& series) {
  if (series.buckets.empty()) return {};
  const Canvas canvas(series);
  return {{rate_panel(canvas), error_panel(canvas), latency_panel(canvas)},
          ticks_of(canvas.begin_ms(), canvas.end_ms()),
          phases_of(series)};
}

}  // namespace squall::reports
