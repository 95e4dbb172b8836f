// Faults that come to a pipe, change and go.
#include <algorithm>

#include "chaos/proxy/pipe.h"

namespace squall::chaos {

void Pipe::add(const Strike& strike) {
  now_ = timers_.now();
  stages_.push_back(std::make_unique<Stage>(strike, direction_));
  begin(stages_.size() - 1);
}

void Pipe::begin(std::size_t index) {
  auto& stage = *stages_[index];
  auto context = context_of(stage, now_);
  for (const auto& step : stage.fault->fault->on_begin(context, direction_)) {
    const auto* closes = std::get_if<CloseAfter>(&step);
    if (closes == nullptr || stage.alarm != 0) continue;
    stage.alarm = timers_.at(now_ + closes->time, [self = shared_from_this(), index] {
      auto& ringing = *self->stages_[index];
      ringing.alarm = 0;
      if (self->stopped_ || ringing.spent) return;
      self->sink_.applied(*ringing.fault, to_string(Step{Close{}}));
      if (!self->stopped_) self->close(index);
    });
  }
}

bool Pipe::has(const ActiveFault& fault) const {
  return std::any_of(stages_.begin(), stages_.end(),
                     [&](const auto& stage) { return stage->fault.get() == &fault && !stage->spent; });
}

// Ends a stage's wait without going on.
void Pipe::let_go(Stage& stage) {
  timers_.cancel(std::exchange(stage.timer, 0));
  stage.waiting = stage.deaf = false;
  stage.steps.clear();
  stage.step = 0;
}

void Pipe::replace(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) {
  const auto self = shared_from_this();
  now_ = timers_.now();
  for (std::size_t i = 0; i < stages_.size() && !stopped_; ++i) {
    auto& stage = *stages_[i];
    if (stage.fault.get() != &old || stage.spent) continue;
    stage.fault = fresh;
    stage.memory = {};
    timers_.cancel(std::exchange(stage.alarm, 0));
    begin(i);
    if (!stage.waiting) continue;
    let_go(stage);
    stage.asked = false;
    run(i);
  }
  sink_.settle();
}

void Pipe::spend(const ActiveFault& fault) {
  for (auto& stage : stages_) {
    if (stage->fault.get() == &fault) stage->spent = true;
  }
}

void Pipe::remove(const ActiveFault& fault) {
  const auto self = shared_from_this();
  now_ = timers_.now();
  for (std::size_t i = 0; i < stages_.size() && !stopped_; ++i) {
    auto& stage = *stages_[i];
    if (stage.fault.get() != &fault || stage.spent) continue;
    stage.spent = true;
    timers_.cancel(std::exchange(stage.alarm, 0));
    auto context = context_of(stage, stage.waiting ? stage.queue.front().arrived : now_);
    auto steps = fault.fault->on_removed(context);
    if (stage.waiting) {
      let_go(stage);
      stage.steps = std::move(steps);
      run(i);
    } else if (stage.gathering) {
      let_gathered_go(i);
    } else if (std::any_of(steps.begin(), steps.end(),
                           [](const Step& step) { return std::holds_alternative<Close>(step); })) {
      sink_.applied(fault, to_string(Step{Close{}}));
      if (!stopped_) close(i);
    }
  }
  sink_.settle();
}

}  // namespace squall::chaos
