// The provider's side of an http edge: answers in, towards the consumer.
#include <algorithm>

#include "chaos/http/write_answer.h"
#include "chaos/proxy/http_relay.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kHeadLimit = 256u * 1024;

}  // namespace

void HttpRelay::provider_connected() {
  provider_open_ = true;
  if (turn_ && turn_->attempt.bytes_up > 0 && !turn_->attempt.forwarded) {
    turn_->attempt.forwarded = lane_.timers.now();
    dirty_ = true;
  }
  settle();
}

void HttpRelay::provider_bytes(std::string_view bytes) {
  const auto self = shared_from_this();
  lane_.counters.received(Direction::down, bytes.size());
  if (answers_.empty()) {
    const std::size_t used = read_answer(bytes);
    if (!over_ && provider_) answers_.append(bytes.substr(used));
  } else {
    answers_.append(bytes);
    const std::string all = std::move(answers_);
    answers_.clear();
    const std::size_t used = read_answer(all);
    if (!over_ && provider_) answers_ = all.substr(used);
  }
  settle();
}

std::size_t HttpRelay::read_answer(std::string_view bytes) {
  std::size_t used = 0;
  const auto from = provider_;
  to_consumer_.open(bytes);
  while (used < bytes.size() && !over_ && provider_ == from) {
    const auto rest = bytes.substr(used);
    if (!turn_ || turn_->stage == Turn::Answer::read || turn_->stage == Turn::Answer::delivered) {
      // Said without being asked: the consumer hears it as if there were no proxy.
      if (!turn_) to_consumer_.write(*consumer_, rest);
      used = bytes.size();
      break;
    }
    if (turn_->tunnel || turn_->garbled) {
      push_down(PieceKind::payload, rest);
      used = bytes.size();
      break;
    }
    if (turn_->stage == Turn::Answer::head) {
      const std::size_t step = read_answer_head(rest);
      if (step == 0) break;
      used += step;
      continue;
    }
    const auto turn = turn_;
    const auto part = turn->answer_body.next(rest);
    if (part.kind == http::BodyReader::Part::Kind::bad) {
      turn->garbled = true;  // passes as it is; the consumer judges it
      continue;
    }
    used += part.size;
    const bool last = turn->answer_body.done();
    if (last) turn->stage = Turn::Answer::read;
    push_down(part.kind == http::BodyReader::Part::Kind::payload ? PieceKind::payload : PieceKind::framing,
              rest.substr(0, part.size));
    if (last && !over_ && turn_ == turn) answer_read();
  }
  to_consumer_.close(consumer_.get());
  return used;
}

std::size_t HttpRelay::read_answer_head(std::string_view bytes) {
  const auto turn = turn_;
  const auto end = http::find_head_end(bytes, answers_seen_, kHeadLimit);
  answers_seen_ = end && !end->complete ? bytes.size() : 0;
  if (end && !end->complete) return 0;
  auto head = end ? http::parse_answer_head(bytes.substr(0, end->size), turn->attempt.method)
                  : tl::expected<http::AnswerHead, http::BadHead>(tl::unexpect, end.error());
  if (!head) {
    turn->garbled = true;
    turn->attempt.from_provider = true;
    push_down(PieceKind::payload, bytes);
    return bytes.size();
  }
  const auto raw = bytes.substr(0, end->size);
  if (head->interim()) {
    push_down(PieceKind::interim, raw);
    return end->size;
  }
  turn->answer = std::move(*head);
  turn->attempt.from_provider = true;
  turn->answer_body = http::BodyReader(turn->answer.body);
  turn->tunnel = turn->answer.tunnel;
  const bool last = turn->answer_body.done() && !turn->tunnel;
  turn->stage = last ? Turn::Answer::read : Turn::Answer::body;
  if (turn->down) turn->down->set_answer(turn->answer.status, &turn->answer.headers);
  push_down(PieceKind::head, raw);
  if (turn->tunnel) {
    if (turn->up) turn->up->open_tunnel();
    if (turn->down) turn->down->open_tunnel();
    if (!over_ && turn_ == turn) pass_what_came_before_the_tunnel();
  }
  if (last && !over_ && turn_ == turn) answer_read();
  return end->size;
}

// Consumers that did not wait for the 101 may have sent on, and may be done.
void HttpRelay::pass_what_came_before_the_tunnel() {
  if (inbox_.empty() || consuming_) return;
  const auto turn = turn_;
  inbox_.erase(0, consume(inbox_));
  if (consumer_ended_ && !over_ && turn_ == turn) push_up(PieceKind::end, {});
}

void HttpRelay::answer_read() {
  push_down(PieceKind::end, {});
}

void HttpRelay::push_down(PieceKind kind, std::string_view bytes) {
  if (turn_->injected || turn_->due) return;
  if (turn_->down) {
    const auto pipe = turn_->down;
    pipe->push(kind, bytes);
  } else {
    deliver_down(kind, bytes);
  }
}

void HttpRelay::deliver_down(PieceKind kind, std::string_view bytes) {
  auto& turn = *turn_;
  if (kind == PieceKind::end) return answer_end_delivered();
  const bool interim = kind == PieceKind::interim;
  if (!interim && !turn.attempt.first_byte) {
    turn.attempt.first_byte = lane_.timers.now();
    if (!turn.garbled) turn.attempt.status = turn.answer.status;
    dirty_ = true;
  }
  if (!interim) turn.attempt.last_byte = lane_.timers.now();
  turn.attempt.bytes_down += bytes.size();
  lane_.counters.sent(Direction::down, bytes.size());
  if (keeps_answer() && kind == PieceKind::head && turn.down) turn.seen_answer_head.append(bytes);
  if (keeps_answer() && kind == PieceKind::payload && !turn.tunnel) {
    const std::size_t limit = lane_.config->observe_body_limit, room = limit - turn.seen_answer_body.size();
    if (room == limit) turn.seen_answer_body.reserve(std::min<std::uint64_t>(limit, turn.answer.body.length));
    turn.seen_answer_body.append(bytes.substr(0, room));
    turn.answer_cut = turn.answer_cut || bytes.size() > room;
  }
  to_consumer_.write(*consumer_, bytes);
}

void HttpRelay::answer_end_delivered() {
  const auto turn = turn_;
  if (turn->cut) return finish(Peer::provider, Ending::fin);
  if (turn->tunnel) {
    turn->down_ended = true;
    to_consumer_.flush(consumer_.get());
    consumer_->half_close();
    if (consumer_ended_) finish(Peer::none, Ending::fin);
    return;
  }
  turn->stage = Turn::Answer::delivered;
  if (turn->garbled || turn->answer.body.kind == http::BodyKind::until_close)
    return finish(Peer::provider, Ending::fin);
  if (turn->request_done) return finish_turn();
  if (turn->injected) finish(Peer::proxy, Ending::fin);
}

// A fault's answer goes on through the stages behind it, once the request has been read.
void HttpRelay::inject_answer() {
  const auto turn = turn_;
  auto [response, stage] = std::move(*std::exchange(turn->due, std::nullopt));
  turn->injected = true;
  turn->tunnel = false;  // whatever the provider made of it
  const bool keep = turn->head.keep_alive && turn->head.minor == 1 && turn->request_done;
  const std::string raw = http::write_answer(response, turn->attempt.method, keep);
  auto head = http::parse_answer_head(std::string_view(raw).substr(0, raw.find("\r\n\r\n") + 4), turn->attempt.method);
  if (!head) return finish(Peer::proxy, Ending::rst);
  turn->answer = std::move(*head);
  turn->answer.keep_alive = keep;
  turn->attempt.from_provider = false;
  turn->stage = Turn::Answer::read;
  const std::size_t head_size = raw.find("\r\n\r\n") + 4;
  const auto pipe = turn->down;
  pipe->forget(stage);
  pipe->set_answer(response.status, &turn->answer.headers);
  pipe->inject(stage, PieceKind::head, std::string_view(raw).substr(0, head_size));
  if (raw.size() > head_size && !over_ && turn_ == turn) {
    pipe->inject(stage, PieceKind::payload, std::string_view(raw).substr(head_size));
  }
  if (!over_ && turn_ == turn) pipe->inject(stage, PieceKind::end, {});
}

void HttpRelay::finish_turn() {
  const auto turn = turn_;
  if (turn->up) turn->up->stop();
  if (turn->down) turn->down->stop();
  const bool keep = turn->head.keep_alive && turn->answer.keep_alive && !close_after_turn_;
  end_attempt();
  last_ = turn->attempt;
  turn_.reset();
  if (!inbox_.empty() && !request_began_) request_began_ = lane_.timers.now();
  if (!keep || (consumer_ended_ && inbox_.empty() && !consuming_)) finish(Peer::none, Ending::fin);
}

}  // namespace squall::chaos
