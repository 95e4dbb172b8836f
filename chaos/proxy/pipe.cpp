#include "chaos/proxy/pipe.h"

#include <algorithm>

#include "chaos/http/head.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kBeyondAnyBound = std::size_t{1} << 62;

}  // namespace

Pipe::Pipe(net::Timers& timers, PipeSink& sink, Direction direction, About about)
    : timers_(timers), sink_(sink), direction_(direction), about_(about), begun_(timers.now()) {}

void Pipe::add(const Strike& strike) {
  stages_.push_back(std::make_unique<Stage>(strike, direction_));
  begin(stages_.size() - 1);
}

void Pipe::begin(std::size_t index) {
  auto& stage = *stages_[index];
  auto context = context_of(stage, timers_.now());
  for (const auto& step : stage.fault->fault->on_begin(context, direction_)) {
    const auto* closes = std::get_if<CloseAfter>(&step);
    if (closes == nullptr || stage.alarm != 0) continue;
    stage.alarm = timers_.at(timers_.now() + closes->time, [self = shared_from_this(), index] {
      auto& ringing = *self->stages_[index];
      ringing.alarm = 0;
      if (self->stopped_ || ringing.spent) return;
      self->sink_.applied(*ringing.fault, to_string(Step{Close{}}));
      self->sink_.close();
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

void Pipe::set_answer(int status, const contracts::http::Headers* headers) {
  status_ = status;
  headers_ = headers;
}

void Pipe::push(PieceKind kind, std::string_view bytes) {
  inject(0, kind, bytes);
}

void Pipe::inject(std::size_t stage, PieceKind kind, std::string_view bytes) {
  const auto self = shared_from_this();
  if (stopped_) return;
  if (stage >= stages_.size()) {
    sink_.deliver(direction_, kind, bytes);
    return;
  }
  enqueue(stage, kind, bytes);
  run(stage);
}

void Pipe::forget(std::size_t before_stage) {
  for (std::size_t i = 0; i < std::min(before_stage, stages_.size()); ++i) {
    auto& stage = *stages_[i];
    for (const auto& piece : stage.queue) pending_ -= piece.bytes.size();
    stage.queue.clear();
    stage.gathered.clear();
    stage.gathering = false;
    stage.steps.clear();
    stage.step = 0;
    stage.asked = stage.waiting = false;
    timers_.cancel(std::exchange(stage.timer, 0));
  }
}

void Pipe::spend(const ActiveFault& fault) {
  for (auto& stage : stages_) {
    if (stage->fault.get() == &fault) stage->spent = true;
  }
}

void Pipe::remove(const ActiveFault& fault) {
  const auto self = shared_from_this();
  for (std::size_t i = 0; i < stages_.size() && !stopped_; ++i) {
    auto& stage = *stages_[i];
    if (stage.fault.get() != &fault || stage.spent) continue;
    stage.spent = true;
    timers_.cancel(std::exchange(stage.alarm, 0));
    auto context = context_of(stage, stage.waiting ? stage.queue.front().arrived : timers_.now());
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
      sink_.close();
    }
  }
  sink_.settle();
}

void Pipe::stop() {
  stopped_ = true;
  for (auto& stage : stages_) {
    timers_.cancel(std::exchange(stage->timer, 0));
    timers_.cancel(std::exchange(stage->alarm, 0));
  }
}

std::size_t Pipe::pending() const {
  const bool deaf =
      std::any_of(stages_.begin(), stages_.end(), [](const auto& stage) { return stage->waiting && stage->deaf; });
  return deaf ? kBeyondAnyBound : pending_;
}

bool Pipe::holding() const {
  return !stopped_ && std::any_of(stages_.begin(), stages_.end(), [](const auto& stage) { return stage->waiting; });
}

void Pipe::enqueue(std::size_t index, PieceKind kind, std::string_view bytes) {
  stages_[index]->queue.push_back(Piece{kind, std::string(bytes), timers_.now()});
  pending_ += bytes.size();
}

void Pipe::forward(std::size_t index, PieceKind kind, std::string_view bytes) {
  if (index + 1 >= stages_.size()) {
    sink_.deliver(direction_, kind, bytes);
    return;
  }
  enqueue(index + 1, kind, bytes);
  run(index + 1);
}

void Pipe::run(std::size_t index) {
  auto& stage = *stages_[index];
  if (stage.running) return;
  stage.running = true;
  while (!stopped_ && !stage.waiting && !stage.queue.empty()) {
    if (stage.gathering) {
      gather(index);
      continue;
    }
    if (!stage.asked) ask(stage);
    if (stage.step < stage.steps.size()) {
      const Step step = std::move(stage.steps[stage.step++]);
      execute(index, step);
    } else if (auto& piece = stage.queue.front(); piece.kind == PieceKind::head && !piece.head_asked) {
      piece.head_asked = true;  // its bytes are a chunk as well
      stage.asked = false;
    } else {
      finish_piece(index);
    }
  }
  stage.running = false;
}

void Pipe::ask(Stage& stage) {
  stage.asked = true;
  stage.progressed = false;
  stage.step = 0;
  stage.steps.clear();
  if (stage.spent) return;
  auto& piece = stage.queue.front();
  auto context = context_of(stage, piece.arrived);
  stage.steps = hook(stage, piece, context);
}

Context Pipe::context_of(Stage& stage, Instant arrived) const {
  Context context{stage.random, stage.memory};
  context.http = about_.http;
  context.elapsed = timers_.now() - begun_;
  context.waited = timers_.now() - arrived;
  context.active = timers_.now() - stage.fault->added;
  context.passed = stage.passed;
  context.ordinal = about_.ordinal;
  context.method = about_.method;
  context.target = about_.target;
  context.contract = about_.contract;
  context.operation = about_.operation;
  return context;
}

Steps Pipe::hook(Stage& stage, Piece& piece, Context& context) const {
  const Fault& fault = *stage.fault->fault;
  static const contracts::http::Headers none;
  switch (piece.kind) {
    case PieceKind::connect:
      return fault.on_connect(context);
    case PieceKind::end:
      return fault.on_end(context, direction_);
    case PieceKind::framing:
      return fault.on_chunk(context, {direction_, Chunk::Kind::framing, piece.bytes});
    case PieceKind::payload:
      return fault.on_chunk(context, {direction_, Chunk::Kind::payload, piece.bytes});
    case PieceKind::interim:
      return {};
    case PieceKind::head:
      break;
  }
  if (piece.head_asked) return fault.on_chunk(context, {direction_, Chunk::Kind::head, piece.bytes});
  if (direction_ == Direction::up) return fault.on_request(context);
  return fault.on_response_head(context, {status_, headers_ != nullptr ? *headers_ : none});
}

void Pipe::execute(std::size_t index, const Step& step) {
  auto& stage = *stages_[index];
  if (auto text = to_string(step); !text.empty()) sink_.applied(*stage.fault, std::move(text));
  if (stopped_) return;
  if (const auto* waits = std::get_if<Wait>(&step)) return wait(index, waits->time);
  if (std::get_if<Hold>(&step)) return wait(index, std::nullopt);
  if (const auto* passes = std::get_if<Pass>(&step)) return pass(index, static_cast<std::size_t>(passes->bytes));
  if (const auto* sends = std::get_if<Send>(&step)) {
    const bool before_head = stage.queue.front().kind == PieceKind::head;
    return forward(index, before_head ? PieceKind::interim : PieceKind::payload, sends->bytes);
  }
  if (std::get_if<Drop>(&step)) return drop_piece(stage);
  if (std::get_if<HalfClose>(&step)) return sink_.half_close(direction_);
  if (std::get_if<Close>(&step)) return sink_.close();
  if (std::get_if<Reset>(&step)) return sink_.reset();
  if (std::get_if<PauseRead>(&step)) {
    stage.deaf = true;
    return wait(index, std::nullopt);
  }
  if (const auto* replays = std::get_if<ReplayUpstream>(&step)) return sink_.replay(replays->bytes, replays->times);
  auto& piece = stage.queue.front();
  if (std::get_if<Gather>(&step) && piece.kind == PieceKind::head) {
    stage.gathering = true;
    return;
  }
  if (const auto* edits = std::get_if<EditHead>(&step); edits != nullptr && piece.kind == PieceKind::head) {
    pending_ -= piece.bytes.size();
    piece.bytes = http::edit_head(piece.bytes, edits->remove, edits->set);
    pending_ += piece.bytes.size();
  } else if (const auto* replaces = std::get_if<Replace>(&step)) {
    pending_ -= piece.bytes.size();
    piece.bytes = replaces->bytes;
    pending_ += piece.bytes.size();
  } else if (std::get_if<Again>(&step)) {
    if (stage.progressed && !piece.bytes.empty()) stage.asked = false;
  } else if (const auto* responds = std::get_if<Respond>(&step)) {
    respond(index, *responds);
  }
}

void Pipe::wait(std::size_t index, std::optional<Duration> time) {
  if (time && time->count() <= 0) return;
  auto& stage = *stages_[index];
  stage.waiting = true;
  if (!time) return;
  stage.timer = timers_.at(timers_.now() + *time, [self = shared_from_this(), index] { self->resume(index); });
}

void Pipe::resume(std::size_t index) {
  auto& stage = *stages_[index];
  stage.timer = 0;
  stage.waiting = false;
  if (stopped_) return;
  run(index);
  sink_.settle();  // also when that was the end of this pipe: what waited behind it goes on
}

void Pipe::pass(std::size_t index, std::size_t bytes) {
  auto& stage = *stages_[index];
  auto& piece = stage.queue.front();
  const std::size_t size = std::min(bytes, piece.bytes.size());
  if (size == 0) return;
  stage.progressed = true;
  const std::string first = piece.bytes.substr(0, size);
  piece.bytes.erase(0, size);
  pending_ -= size;
  if (piece.kind == PieceKind::payload) stage.passed += size;
  forward(index, piece.kind, first);
}

void Pipe::finish_piece(std::size_t index) {
  auto& stage = *stages_[index];
  Piece piece = std::move(stage.queue.front());
  drop_piece(stage);
  pending_ -= piece.bytes.size();
  if (piece.kind == PieceKind::payload) stage.passed += piece.bytes.size();
  const bool nothing_left = piece.bytes.empty() && piece.kind != PieceKind::connect && piece.kind != PieceKind::end;
  if (!nothing_left) forward(index, piece.kind, piece.bytes);
}

void Pipe::drop_piece(Stage& stage) {
  pending_ -= stage.queue.front().bytes.size();
  stage.queue.pop_front();
  stage.steps.clear();
  stage.step = 0;
  stage.asked = false;
}

}  // namespace squall::chaos
