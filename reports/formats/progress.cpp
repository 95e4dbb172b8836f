#include "reports/formats/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>

#include "reports/formats/style.h"
#include "reports/model/digest.h"
#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

constexpr double live_interval_ms = 80;
constexpr double plain_interval_ms = 10'000;
constexpr std::string_view erase_line = "\r\x1b[K";

class Progress {
 public:
  Progress(std::function<void(std::string_view)> write, ProgressOptions options)
      : write_(std::move(write)), options_(std::move(options)), style_(options_.colour) {}

  void operator()(const RunStarted& event) {
    checks_ = event.checks;
    lasting(fmt::format("{}  {}, seed {}", style_(Ink::bold, one_line(event.name, 200)), counted(checks_, "check"),
                        event.seed));
  }
  void operator()(const StageStarted& event) {
    running_ = one_line(event.text, 400);
    started_ms_ = options_.now_ms();
    options_.live ? passing(running_, true) : lasting(style_(Ink::dim, running_));
  }
  void operator()(const CheckStarted& event) {
    ++number_;
    running_ = fmt::format("[{}/{}] {}", number_, std::max(number_, checks_), one_line(event.id, 400));
    under_way_[event.id] = running_;
    started_ms_ = told_ms_ = options_.now_ms();
    const std::string expected =
        event.expected_ms >= 1000 ? fmt::format(", about {}", spoken_ms(event.expected_ms)) : "";
    options_.live ? passing(running_ + expected, true) : lasting(running_ + expected);
  }
  void operator()(const CheckProgress& event) {
    const std::string share = event.done >= 0 ? fmt::format(" {:.0f} %", std::min(event.done, 1.0) * 100) : "";
    // Several may be under way at once.
    const auto known = under_way_.find(event.id);
    const std::string& whose = known == under_way_.end() ? running_ : known->second;
    const std::string text = fmt::format("{}: {}{}", whose, one_line(event.text, 400), share);
    if (options_.live) return passing(text, false);
    if (options_.now_ms() - told_ms_ < plain_interval_ms) return;
    told_ms_ = options_.now_ms();
    lasting(style_(Ink::dim, text));
  }
  void operator()(const CheckFinished& event) {
    const Check& check = event.check;
    under_way_.erase(check.id);
    std::string text = fmt::format("{} {}  {}", style_(ink_of(check.outcome), glyph(check.outcome)),
                                   one_line(check.id, 400), style_(Ink::dim, spoken_ms(check.duration_ms)));
    if (check.outcome != Outcome::passed) text += fmt::format("  {}", spoken(check.outcome));
    if (check.outcome == Outcome::failed && !check.findings.empty()) {
      const auto counting = std::count_if(check.findings.begin(), check.findings.end(),
                                          [](const Finding& finding) { return finding.ignored.empty(); });
      text += fmt::format(", {}", counted(static_cast<std::size_t>(counting), "finding"));
    } else if (!check.reason.empty()) {
      text += ": " + one_line(check.reason, 400);
    }
    lasting(text);
  }
  void operator()(const Notice& event) {
    const Ink ink = event.severity == Severity::error     ? Ink::bad
                    : event.severity == Severity::warning ? Ink::doubtful
                                                          : Ink::dim;
    lasting(style_(ink, event.severity == Severity::info ? "note" : to_string(event.severity)) + ": " +
            one_line(event.text, 2000));
  }
  void operator()(const RunFinished&) {
    if (line_is_open_) write_(erase_line);
    line_is_open_ = false;
  }

 private:
  // A line that stays.
  void lasting(const std::string& text) {
    write_((line_is_open_ ? std::string(erase_line) : "") + text + '\n');
    line_is_open_ = false;
  }
  // The live line: rewritten in place, not more often than eyes can follow.
  void passing(const std::string& text, bool at_once) {
    const double now = options_.now_ms();
    if (!at_once && now - drawn_ms_ < live_interval_ms) return;
    drawn_ms_ = now;
    const std::string elapsed = now - started_ms_ >= 1000 ? "  " + spoken_ms(now - started_ms_) : "";
    const std::size_t room = options_.columns > columns(elapsed) + 1 ? options_.columns - columns(elapsed) - 1 : 0;
    write_(std::string(erase_line) + style_(Ink::dim, fitted(text, room) + elapsed));
    line_is_open_ = true;
  }

  std::function<void(std::string_view)> write_;
  ProgressOptions options_;
  Style style_;
  std::size_t checks_ = 0, number_ = 0;
  std::string running_;
  std::map<std::string, std::string> under_way_;  // check -> "[3/26] check"
  double started_ms_ = 0, told_ms_ = 0, drawn_ms_ = 0;
  bool line_is_open_ = false;
};

}  // namespace

EventSink progress_sink(std::function<void(std::string_view)> write, ProgressOptions options) {
  auto progress = std::make_shared<Progress>(std::move(write), std::move(options));
  return [progress](const RunEvent& event) { std::visit(*progress, event); };
}

}  // namespace squall::reports
