#include "chaos/proxy/pipe.h"

#include <algorithm>

namespace squall::chaos {
namespace {

constexpr std::size_t kBeyondAnyBound = std::size_t{1} << 62;

}  // namespace

Pipe::Pipe(net::Timers& timers, PipeSink& sink, Direction direction, About about)
    : timers_(timers), sink_(sink), direction_(direction), about_(about), begun_(timers.arrived()), now_(begun_) {}

void Pipe::cut() {
  cut_ = true;
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
  now_ = std::max(now_, timers_.arrived());
  if (stage >= stages_.size()) return come_out(kind, bytes);
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

std::size_t Pipe::room() const {
  std::size_t room = 0;
  for (const auto& stage : stages_) {
    if (!stage->spent) room = std::max(room, stage->fault->fault->room());
  }
  return room;
}

bool Pipe::is_flowing() const {
  const bool held = std::any_of(stages_.begin(), stages_.end(),
                                [](const auto& stage) { return stage->waiting && stage->timer == 0; });
  return !held && holding();
}

void Pipe::come_out(PieceKind kind, std::string_view bytes) {
  if (kind == PieceKind::close) {
    sink_.close(direction_);
  } else {
    sink_.deliver(direction_, kind, bytes);
  }
}

void Pipe::enqueue(std::size_t index, PieceKind kind, std::string_view bytes) {
  if (stages_[index]->closed) return;
  stages_[index]->queue.push_back(Piece{kind, std::string(bytes), now_});
  pending_ += bytes.size();
}

void Pipe::forward(std::size_t index, PieceKind kind, std::string_view bytes) {
  if (index + 1 >= stages_.size()) return come_out(kind, bytes);
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
  context.elapsed = now_ - begun_;
  context.waited = now_ - arrived;
  context.active = now_ - stage.fault->added;
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
    case PieceKind::close:
      return fault.on_close(context, direction_);
    case PieceKind::interim:
      return {};
    case PieceKind::head:
      break;
  }
  if (piece.head_asked) return fault.on_chunk(context, {direction_, Chunk::Kind::head, piece.bytes});
  if (direction_ == Direction::up) return fault.on_request(context);
  return fault.on_response_head(context, {status_, headers_ != nullptr ? *headers_ : none});
}

void Pipe::finish_piece(std::size_t index) {
  auto& stage = *stages_[index];
  Piece piece = std::move(stage.queue.front());
  drop_piece(stage);
  pending_ -= piece.bytes.size();
  if (piece.kind == PieceKind::payload) stage.passed += piece.bytes.size();
  const bool is_bytes =
      piece.kind != PieceKind::connect && piece.kind != PieceKind::end && piece.kind != PieceKind::close;
  const bool nothing_left = piece.bytes.empty() && is_bytes;
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
