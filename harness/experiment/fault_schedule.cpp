#include "harness/experiment/fault_schedule.h"

#include <algorithm>

namespace squall::harness {

FaultSchedule::FaultSchedule(chaos::Timeline& timeline, std::vector<Entry> entries, std::function<void()> on_error)
    : timeline_(timeline),
      entries_(std::move(entries)),
      on_error_(std::move(on_error)),
      courses_(entries_.size()),
      first_left_(static_cast<std::size_t>(std::count_if(
          entries_.begin(), entries_.end(), [](const Entry& entry) { return entry.from == Duration{0}; }))),
      begun_(entries_.size()),
      reverted_(entries_.size()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

FaultSchedule::~FaultSchedule() {
  end();
}

void FaultSchedule::await_first(Duration at_most) {
  std::unique_lock lock(mutex_);
  first_tried_.wait_for(lock, at_most, [this] { return first_left_ == 0; });
}

void FaultSchedule::end() {
  thread_.request_stop();
  if (thread_.joinable()) thread_.join();
}

bool FaultSchedule::any_on() const {
  const std::lock_guard lock(mutex_);
  return std::any_of(courses_.begin(), courses_.end(), [](const Course& course) { return course.on && !course.off; });
}

std::vector<FaultSchedule::Course> FaultSchedule::courses() const {
  const std::lock_guard lock(mutex_);
  return courses_;
}

void FaultSchedule::run(const std::stop_token& stop) {
  struct Step {
    Duration at;
    std::size_t index;
    bool on;
  };
  const auto start = std::chrono::steady_clock::now();
  std::vector<Step> steps;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    steps.push_back({entries_[i].from, i, true});
    steps.push_back({entries_[i].to, i, false});
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.at < b.at; });
  for (const Step& step : steps) {
    {
      std::unique_lock lock(mutex_);
      woken_.wait_until(lock, stop, start + step.at, [] { return false; });
    }
    if (stop.stop_requested()) break;
    step.on ? put_on(step.index, stop) : take_off(step.index);
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) take_off(i);
}

void FaultSchedule::put_on(std::size_t index, const std::stop_token& stop) {
  Disruption& disruption = *entries_[index].disruption;
  begun_[index] = true;
  const auto applied = disruption.apply(stop);
  {
    const std::lock_guard lock(mutex_);
    if (entries_[index].from == Duration{0}) --first_left_;
    Course& course = courses_[index];
    course.evidence = disruption.evidence();
    if (applied) {
      course.id = disruption.id();
      course.on = timeline_.now();
    } else if (!stop.stop_requested()) {
      course.error = contracts::to_string(applied.error());
    }
  }
  first_tried_.notify_all();
  if (!applied && on_error_) on_error_();
}

// Also when it could not be applied: part of it may be in force.
void FaultSchedule::take_off(std::size_t index) {
  if (!begun_[index] || reverted_[index]) return;
  reverted_[index] = true;
  Disruption& disruption = *entries_[index].disruption;
  const auto reverted = disruption.revert();
  const std::lock_guard lock(mutex_);
  Course& course = courses_[index];
  if (course.on) course.off = timeline_.now();
  course.evidence = disruption.evidence();
  if (!reverted) course.revert_error = contracts::to_string(reverted.error());
}

}  // namespace squall::harness
