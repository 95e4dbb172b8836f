#include "reports/html/timeline_plot.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "reports/html/markup.h"
#include "reports/html/round_number.h"
#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

// The SVG's own coordinates.
constexpr double kWidth = 860, kGutter = 170, kRight = 14, kTop = 8, kRow = 16, kBar = 10, kLaneGap = 8, kAxis = 24;
constexpr std::size_t kMostPhases = 6, kMostLanes = 10, kMostSpans = 60, kMostRows = 8, kMostFaults = 40;
constexpr std::size_t kMostMarks = 12;  // ticks of the axis

constexpr std::string_view spoken(SpanEnd end) {
  constexpr std::array<std::string_view, 5> words{"answered", "answered with a failure", "given up", "broken off",
                                                  "open to the end"};
  return words[static_cast<std::size_t>(end)];
}

double finite(double value, double otherwise) {
  return std::isfinite(value) ? value : otherwise;
}

// Bars that overlap stand below each other.
struct PlacedSpan {
  const TimelineSpan* span;
  double from, to;
  std::size_t row;
};

struct PlacedLane {
  const TimelineLane* lane;
  std::vector<PlacedSpan> spans;
  std::size_t rows = 1;
  double top = 0;
  std::uint64_t left_out = 0;

  double height() const { return static_cast<double>(rows) * kRow; }
};

class Drawing {
 public:
  explicit Drawing(const PhaseTimeline& phase) : phase_(phase), begin_(finite(phase.from_ms, 0)) {
    end_ = finite(phase.to_ms, begin_);
    for (const TimelineLane& lane : phase.lanes) {
      for (const TimelineSpan& span : lane.spans) {
        begin_ = std::min(begin_, finite(span.from_ms, begin_));
        if (span.to_ms) end_ = std::max(end_, finite(*span.to_ms, end_));
      }
    }
    end_ = std::max(end_, begin_ + 1);
    double top = kTop;
    for (std::size_t i = 0; i < phase.lanes.size() && i < kMostLanes; ++i) {
      lanes_.push_back(placed(phase.lanes[i]));
      lanes_.back().top = top;
      top += lanes_.back().height() + kLaneGap;
    }
    bottom_ = top;
  }

  std::string svg(const std::string& id) const {
    std::string out = fmt::format(
        "<svg class=\"lanes\" viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-t {2}-d\">"
        "<title id=\"{2}-t\">{3}</title><desc id=\"{2}-d\">{4}</desc>\n",
        coordinate(kWidth), coordinate(bottom_ + kAxis), id,
        html_escaped("Timeline of " + phase_.name + ", " + spoken_ms(end_ - begin_)), html_escaped(description()));
    out += shades() + axis();
    for (const PlacedLane& lane : lanes_) out += lane_of(lane);
    return out + "</svg>";
  }

  std::string left_out() const {
    std::string out;
    for (const PlacedLane& lane : lanes_) {
      if (lane.left_out == 0) continue;
      const auto noun = lane.lane->outside ? "more call" : "more attempt";
      out += fmt::format("{}{} of {}", out.empty() ? "" : ", ", counted(lane.left_out, noun), lane.lane->name);
    }
    if (phase_.lanes.size() > kMostLanes)
      out += (out.empty() ? "" : ", ") + counted(phase_.lanes.size() - kMostLanes, "more edge");
    return out.empty() ? out : "Not drawn: " + out + ".";
  }

 private:
  double x(double ms) const {
    const double share = std::clamp((finite(ms, begin_) - begin_) / (end_ - begin_), 0.0, 1.0);
    return kGutter + share * (kWidth - kGutter - kRight);
  }

  PlacedLane placed(const TimelineLane& lane) const {
    PlacedLane all{&lane, {}, 1, 0, lane.left_out};
    std::vector<double> busy_until;
    for (const TimelineSpan& span : lane.spans) {
      if (all.spans.size() >= kMostSpans) {
        ++all.left_out;
        continue;
      }
      const double from = x(span.from_ms), to = std::max(x(span.to_ms.value_or(end_)), from + 1.5);
      auto row = static_cast<std::size_t>(
          std::find_if(busy_until.begin(), busy_until.end(), [&](double until) { return until <= from; }) -
          busy_until.begin());
      if (row == kMostRows) {
        ++all.left_out;
        continue;
      }
      if (row == busy_until.size()) busy_until.push_back(0);
      busy_until[row] = to + 1;
      all.spans.push_back({&span, from, to, row});
    }
    all.rows = std::max<std::size_t>(busy_until.size(), 1);
    return all;
  }

  std::string description() const {
    std::string out;
    for (const PlacedLane& lane : lanes_) {
      std::array<std::size_t, 5> ends{};
      for (const TimelineSpan& span : lane.lane->spans) ++ends[static_cast<std::size_t>(span.end)];
      std::string how;
      for (std::size_t i = 0; i < ends.size(); ++i) {
        if (ends[i] > 0) how += fmt::format(", {} {}", ends[i], spoken(static_cast<SpanEnd>(i)));
      }
      out += fmt::format(
          "{}: {}{}. ", lane.lane->name,
          counted(lane.lane->spans.size() + lane.lane->left_out, lane.lane->outside ? "call" : "attempt"), how);
    }
    for (std::size_t i = 0; i < phase_.faults.size() && i < kMostFaults; ++i) {
      const FaultSpan& fault = phase_.faults[i];
      out += fmt::format("Fault on {}: {}, from {} to {}, {}. ", fault.edge, fault_words(fault),
                         spoken_ms(finite(fault.from_ms, begin_) - begin_),
                         spoken_ms(finite(fault.to_ms, begin_) - begin_),
                         fault.applied == 0 ? "never executed" : "executed on " + counted(fault.applied, "attempt"));
    }
    if (!out.empty()) out.pop_back();
    return out;
  }

  static std::string fault_words(const FaultSpan& fault) {
    return fault.text.empty() ? fault.kind : fault.kind + " (" + fault.text + ")";
  }

  // On the lane of its edge.
  std::string shades() const {
    std::string out;
    for (std::size_t i = 0; i < phase_.faults.size() && i < kMostFaults; ++i) {
      const FaultSpan& fault = phase_.faults[i];
      const double from = x(fault.from_ms), to = x(fault.to_ms);
      for (const PlacedLane& lane : lanes_) {
        if (lane.lane->outside || lane.lane->name != fault.edge || to <= from) continue;
        out +=
            fmt::format("<rect class=\"fault\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"><title>{}</title></rect>\n",
                        coordinate(from), coordinate(lane.top - kLaneGap / 2), coordinate(to - from),
                        coordinate(lane.height() + kLaneGap), html_escaped("fault: " + fault_words(fault)));
      }
    }
    return out;
  }

  std::string axis() const {
    const double step = round_up((end_ - begin_) / 6);
    std::string lines, texts;
    std::size_t marks = 0;
    for (double at = 0; at <= (end_ - begin_) * 1.0001 && marks < kMostMarks; at += step, ++marks) {
      const std::string place = coordinate(x(begin_ + at));
      lines += fmt::format("M{} {}V{} ", place, coordinate(kTop - 4), coordinate(bottom_));
      const bool last = x(begin_ + at) > kWidth - kRight - 20;
      texts += fmt::format("<text class=\"tick{}\" x=\"{}\" y=\"{}\">{}</text>",
                           last      ? " last"
                           : at == 0 ? " first"
                                     : "",
                           place, coordinate(bottom_ + 15), exact_ms(at));
    }
    return fmt::format("<path class=\"grid\" d=\"{}\"/>{}\n", lines, texts);
  }

  std::string lane_of(const PlacedLane& lane) const {
    std::string out = fmt::format("<g class=\"lane{}\"><text class=\"name\" x=\"0\" y=\"{}\">{}</text>\n",
                                  lane.lane->outside ? " outside" : "", coordinate(lane.top + 11),
                                  html_escaped(fitted(lane.lane->name, 22)));
    for (const PlacedSpan& span : lane.spans) out += bar(span, lane.top + static_cast<double>(span.row) * kRow);
    return out + "</g>\n";
  }

  std::string bar(const PlacedSpan& placed, double top) const {
    const TimelineSpan& span = *placed.span;
    const double from_ms = finite(span.from_ms, begin_) - begin_;
    const std::string until = span.to_ms
                                  ? fmt::format("after {}", exact_ms(finite(*span.to_ms, end_) - begin_ - from_ms))
                                  : std::string("not over when the phase ended");
    return fmt::format(
        "<g class=\"span {}{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" "
        "rx=\"1.5\"/>{}</g>\n",
        to_string(span.end), span.struck ? " struck" : "",
        html_escaped(fmt::format("{}, {}; begun at {}{}", span.text, until, exact_ms(from_ms),
                                 span.struck ? ", struck by the fault" : "")),
        coordinate(placed.from), coordinate(top + 1), coordinate(placed.to - placed.from), coordinate(kBar),
        mark(span.end, placed.to, top + 1 + kBar / 2));
  }

  // The end by its shape, so that nothing hangs on colour alone.
  static std::string mark(SpanEnd end, double x, double y) {
    const auto path = [&](std::string_view form) {
      return fmt::format("<path class=\"end\" transform=\"translate({} {})\" d=\"{}\"/>", coordinate(x), coordinate(y),
                         form);
    };
    return path(one_of(end, {"M0 -6V6", "M-4 -5L4 5M4 -5L-4 5", "M5 -5L-1 0L5 5", "M-2 -7L2 -2L-2 2L2 7", "M0 0H8"}));
  }

  const PhaseTimeline& phase_;
  double begin_ = 0, end_ = 0, bottom_ = 0;
  std::vector<PlacedLane> lanes_;
};

}  // namespace

std::vector<TimelinePlot> timeline_plots(const MeasuredTimeline& timeline, const std::string& id) {
  std::vector<TimelinePlot> plots;
  for (std::size_t i = 0; i < timeline.phases.size() && i < kMostPhases; ++i) {
    const Drawing drawing(timeline.phases[i]);
    plots.push_back({timeline.phases[i].name, drawing.svg(fmt::format("{}-{}", id, i + 1)), drawing.left_out()});
  }
  return plots;
}

}  // namespace squall::reports
