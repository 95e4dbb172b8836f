// Whole messages in a pipe: a stage gathers the pieces of one, and its fault may rewrite it.
#include "chaos/http/head.h"
#include "chaos/proxy/pipe.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kGatheredLimit = 1u << 20;

}  // namespace

// The next piece of the message; its end stays in the queue and goes on as any other.
void Pipe::gather(std::size_t index) {
  auto& stage = *stages_[index];
  if (stage.queue.front().kind != PieceKind::end) {
    Piece piece = std::move(stage.queue.front());
    drop_piece(stage);
    pending_ -= piece.bytes.size();  // bounded by the limit, so that reading goes on
    stage.gathered_bytes += piece.bytes.size();
    stage.gathered.push_back(std::move(piece));
    if (stage.gathered_bytes > kGatheredLimit) let_gathered_go(index);
    return;
  }
  Steps steps;
  if (!stage.spent && !cut_) {  // half a message is none
    std::string body;
    for (const auto& piece : stage.gathered) {
      if (piece.kind == PieceKind::payload) body += piece.bytes;
    }
    static const contracts::http::Headers none;
    auto context = context_of(stage, stage.queue.front().arrived);
    steps =
        stage.fault->fault->on_message(context, {direction_, status_, headers_ != nullptr ? *headers_ : none, body});
  }
  for (const auto& step : steps) {
    if (const auto* rewrites = std::get_if<Rewrite>(&step)) {
      sink_.applied(*stage.fault, to_string(step));
      if (!stopped_) rewrite(index, *rewrites);
      return;
    }
    if (const auto* responds = std::get_if<Respond>(&step)) {
      sink_.applied(*stage.fault, to_string(step));
      if (!stopped_) respond(index, *responds);
      return;
    }
  }
  let_gathered_go(index);
}

void Pipe::let_gathered_go(std::size_t index) {
  auto& stage = *stages_[index];
  stage.gathering = false;
  stage.gathered_bytes = 0;
  for (const auto& piece : std::exchange(stage.gathered, {})) {
    if (!stopped_) forward(index, piece.kind, piece.bytes);
  }
}

// A tunnel is no message: it would be gathered for ever.
void Pipe::open_tunnel() {
  const auto self = shared_from_this();
  about_.http = false;
  for (std::size_t i = 0; i < stages_.size() && !stopped_; ++i) {
    if (stages_[i]->gathering) let_gathered_go(i);
  }
}

void Pipe::respond(std::size_t index, const Respond& respond) {
  auto& stage = *stages_[index];
  const auto fault = stage.fault;
  stage.gathering = false;
  stage.gathered_bytes = 0;
  stage.gathered.clear();
  drop_piece(stage);
  sink_.respond(respond.response, *fault, direction_ == Direction::down ? index + 1 : 0);
}

void Pipe::rewrite(std::size_t index, const Rewrite& rewrite) {
  auto& stage = *stages_[index];
  stage.gathering = false;
  stage.gathered_bytes = 0;
  const auto gathered = std::exchange(stage.gathered, {});
  auto edit = rewrite.head;
  edit.remove.insert(edit.remove.end(), {"Transfer-Encoding", "Trailer"});
  edit.set.push_back({"Content-Length", std::to_string(rewrite.body.size())});
  forward(index, PieceKind::head, http::edit_head(gathered.front().bytes, edit.remove, edit.set));
  if (!stopped_ && !rewrite.body.empty()) forward(index, PieceKind::payload, rewrite.body);
}

}  // namespace squall::chaos
