#include "harness/experiment/fault_schedule.h"

#include <algorithm>

namespace squall::harness {

FaultSchedule::FaultSchedule(chaos::Engine& engine, chaos::Timeline& timeline, std::vector<Entry> entries,
                             std::function<void()> on_error)
    : engine_(engine),
      timeline_(timeline),
      entries_(std::move(entries)),
      on_error_(std::move(on_error)),
      courses_(entries_.size()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

FaultSchedule::~FaultSchedule() {
  end();
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
    step.on ? put_on(step.index) : take_off(step.index);
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) take_off(i);
}

void FaultSchedule::put_on(std::size_t index) {
  auto id = engine_.add_fault(entries_[index].edge, entries_[index].fault);
  {
    const std::lock_guard lock(mutex_);
    Course& course = courses_[index];
    if (id) {
      course.id = *id;
      course.on = timeline_.now();
    } else {
      course.error = contracts::to_string(id.error());
    }
  }
  if (!id && on_error_) on_error_();
}

void FaultSchedule::take_off(std::size_t index) {
  std::string id;
  {
    const std::lock_guard lock(mutex_);
    if (!courses_[index].on || courses_[index].off) return;
    id = courses_[index].id;
  }
  static_cast<void>(engine_.remove_fault(entries_[index].edge, id));
  const std::lock_guard lock(mutex_);
  courses_[index].off = timeline_.now();
}

}  // namespace squall::harness
