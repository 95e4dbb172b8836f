// How a pipe executes the steps that its faults decide on.
#include <algorithm>

#include "chaos/http/head.h"
#include "chaos/proxy/pipe.h"

namespace squall::chaos {

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
  if (std::get_if<Close>(&step)) return close(index);
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
  stage.timer = timers_.at(now_ + *time, [self = shared_from_this(), index] { self->resume(index); });
}

void Pipe::resume(std::size_t index) {
  auto& stage = *stages_[index];
  stage.timer = 0;
  stage.waiting = false;
  if (stopped_) return;
  now_ = timers_.now();
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

// What it let through before comes out first; what comes to it from now on goes nowhere. The close of a message is one
// of its connection, and comes at once.
void Pipe::close(std::size_t index) {
  if (about_.http) return sink_.close(direction_);
  auto& stage = *stages_[index];
  let_go(stage);
  for (const auto& piece : stage.queue) pending_ -= piece.bytes.size();
  stage.queue.clear();
  stage.asked = false;
  stage.closed = true;
  forward(index, PieceKind::close, {});
}

}  // namespace squall::chaos
