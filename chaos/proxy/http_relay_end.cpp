// How the connections of an http edge, and the attempts on them, end.
#include "chaos/proxy/http_relay.h"

namespace squall::chaos {

void HttpRelay::consumer_ended() {
  const auto self = shared_from_this();
  consumer_ended_ = true;
  const Instant now = lane_.timers.now();
  if (!turn_) {
    if (last_) {
      last_->consumer_closed = now;
      lane_.timeline.record(*last_);
    }
    return finish(Peer::consumer, Ending::fin);
  }
  if (!turn_->attempt.consumer_closed) turn_->attempt.consumer_closed = now;
  note_end(Peer::consumer, Ending::fin);
  if (turn_->tunnel) {
    push_up(PieceKind::end, {});
    if (!over_) lane_.timeline.record(turn_->attempt);
    return;
  }
  if (!turn_->request_done || faults_hold()) return abandon();
  if (inbox_.empty()) {
    // It may be gone or only done sending: the attempt is over, and an answer that still comes is passed on.
    end_attempt();
    if (provider_) provider_->half_close();
  }
  settle();
}

void HttpRelay::provider_ended() {
  const auto self = shared_from_this();
  if (!turn_) return finish(Peer::provider, Ending::fin);
  const auto turn = turn_;
  if (answer_is_in()) return provider_left();
  if (!answers_.empty()) {  // half a head
    turn->garbled = true;
    push_down(PieceKind::payload, std::exchange(answers_, {}));
    if (over_ || turn_ != turn) return;
    turn->cut = true;
    push_down(PieceKind::end, {});
    return settle();
  }
  const bool expected = turn->tunnel || turn->garbled ||
                        (turn->stage == Turn::Answer::body && turn->answer.body.kind == http::BodyKind::until_close);
  turn->cut = !expected;
  if (turn->cut && turn->down) turn->down->cut();
  if (expected && !turn->tunnel) turn->stage = Turn::Answer::read;
  push_down(PieceKind::end, {});
  settle();
}

void HttpRelay::broke(Peer by) {
  if (by == Peer::consumer && turn_ && !turn_->attempt.consumer_closed)
    turn_->attempt.consumer_closed = lane_.timers.now();
  if (by == Peer::consumer && !turn_ && last_) {
    last_->consumer_closed = lane_.timers.now();
    lane_.timeline.record(*last_);
  }
  if (by == Peer::provider && turn_ && answer_is_in()) return provider_left();
  finish(by, Ending::rst);
}

// Nothing more is wanted of the provider in this turn.
bool HttpRelay::answer_is_in() const {
  return turn_->injected || turn_->due || turn_->stage == Turn::Answer::read || turn_->stage == Turn::Answer::delivered;
}

void HttpRelay::provider_left() {
  drop_provider();
  turn_->answer.keep_alive = false;
  if (turn_->stage == Turn::Answer::delivered && !turn_->request_done) return finish(Peer::provider, Ending::fin);
  settle();
}

// The consumer is gone while a fault held its answer.
void HttpRelay::abandon() {
  finish(Peer::consumer, Ending::fin);
}

void HttpRelay::drop_provider() {
  to_provider_.flush(provider_.get());
  if (provider_) std::exchange(provider_, nullptr)->close();
  answers_.clear();
  answers_seen_ = 0;
}

void HttpRelay::note_end(Peer by, Ending ending) {
  if (turn_->attempt.ended_by != Peer::none) return;
  turn_->attempt.ended_by = by;
  turn_->attempt.ending = ending;
}

void HttpRelay::end_attempt() {
  auto& turn = *turn_;
  if (!turn.attempt.ended) turn.attempt.ended = lane_.timers.now();
  if (turn.recorded_end) {
    lane_.timeline.record(turn.attempt);
    return;
  }
  dirty_ = false;
  const bool final = over_ || turn.stage == Turn::Answer::delivered;
  if (!final) return lane_.timeline.record(turn.attempt);
  turn.recorded_end = true;
  if (keeps_answer()) {
    to_consumer_.flush(consumer_.get());  // nobody waits for who looks at it
    recall_head(turn);
  }
  if (!turn.attempt.faults.empty()) turn.attempt.legality = legality(turn);
  lane_.ended(turn.attempt);
  if (lane_.config->observe && !turn.attempt.method.empty()) observe(turn);  // what was no HTTP is no exchange
}

void HttpRelay::finish(Peer by, Ending ending) {
  if (over_) return;
  over_ = true;
  const auto self = shared_from_this();
  to_consumer_.flush(consumer_.get());
  to_provider_.flush(provider_.get());
  if (head_timer_ != 0) lane_.timers.cancel(std::exchange(head_timer_, 0));
  // A handshake that a fault struck is an attempt, though no request came of it.
  if (!turn_ && !greeting_.empty()) {
    turn_ = std::make_shared<Turn>();
    open_attempt();
  }
  if (turn_) {
    if (turn_->up) turn_->up->stop();
    if (turn_->down) turn_->down->stop();
    if (by != Peer::none) note_end(by, ending);
    if (by == Peer::provider && ending == Ending::fin && !turn_->cut) turn_->stage = Turn::Answer::delivered;
    end_attempt();
  }
  for (const auto& stream : {consumer_, provider_}) {
    if (stream) end(*stream, ending);
  }
  lane_.retire(*this);
}

}  // namespace squall::chaos
