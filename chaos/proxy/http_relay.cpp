// How an http edge's connection begins and keeps its balance.
#include "chaos/proxy/http_relay.h"

#include "chaos/proxy/replay.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kHigh = 256u * 1024, kLow = 64u * 1024, kPipelined = 64u * 1024;

}  // namespace

HttpRelay::HttpRelay(Lane& lane, Arrival arrival)
    : lane_(lane),
      consumer_(std::move(arrival.consumer)),
      connection_(lane.timeline.next_id()),
      connected_(arrival.connected),
      greeting_(std::move(arrival.faults)),
      client_(consumer_->peer()) {}

void HttpRelay::start() {
  consumer_->start(&from_consumer_);
}

void HttpRelay::fault_removed(const ActiveFault& fault) {
  const auto self = shared_from_this();
  const auto turn = turn_;
  if (!turn) return;
  for (const auto& pipe : {turn->up, turn->down}) {
    if (pipe && !over_) pipe->remove(fault);
  }
}

void HttpRelay::fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) {
  const auto self = shared_from_this();
  const auto turn = turn_;
  if (!turn) return;
  for (const auto& pipe : {turn->up, turn->down}) {
    if (pipe && !over_) pipe->replace(old, fresh);
  }
}

// A tunnel is struck as a tcp connection is; a request only when it begins.
void HttpRelay::fault_added(const std::shared_ptr<ActiveFault>& fault) {
  const auto turn = turn_;
  if (over_ || !turn || !turn->tunnel) return;
  const auto whom = subject();
  if (!is_on(fault->spec, lane_.timers.now() - fault->added) || !matches(fault->spec.match, whom)) return;
  const auto random = fault->selection.choose(identity_of(whom));
  if (!random || (!turn->up && !lane_.may_strike_late(turn->attempt))) return;
  strike({fault, *random}, {});
}

void HttpRelay::strike(const Strike& strike, const Pipe::About& about) {
  Turn& turn = *turn_;
  if (!turn.up) {
    turn.up = std::make_shared<Pipe>(lane_.timers, *this, Direction::up, about);
    turn.down = std::make_shared<Pipe>(lane_.timers, *this, Direction::down, about);
    consumer_->note_arrivals();
    if (provider_) provider_->note_arrivals();
  }
  turn.up->add(strike);
  turn.down->add(strike);
}

void HttpRelay::replay(std::string request, std::uint64_t times) {
  for (std::uint64_t i = 0; i < times; ++i) lane_.keep(make_replay(lane_, lane_.dial(), request));
}

void HttpRelay::close_when_idle() {
  close_after_turn_ = true;
  if (!turn_) finish(Peer::proxy, Ending::fin);
}

void HttpRelay::shut_down() {
  finish(Peer::proxy, Ending::rst);
}

void HttpRelay::deliver(Direction direction, PieceKind kind, std::string_view bytes) {
  if (over_ || !turn_) return;
  if (direction == Direction::up) {
    deliver_up(kind, bytes);
  } else {
    deliver_down(kind, bytes);
  }
}

void HttpRelay::respond(const contracts::http::Response& response, const ActiveFault& by, std::size_t stage) {
  const auto turn = turn_;
  if (over_ || !turn || turn->injected || turn->due) return;
  turn->due.emplace(response, stage);
  turn->up->stop();
  turn->down->spend(by);
  // What is left of its answer would be taken for the next one's, and what is left of the request is not sent on.
  const bool clean = turn->stage == Turn::Answer::read && turn->answer.keep_alive && !turn->cut && turn->request_done &&
                     turn->up->pending() == 0;
  if (turn->attempt.bytes_up > 0 && !clean) drop_provider();
  turn->cut = false;
  // A consumer that waits for "100 Continue" sends nothing before it is answered.
  if (turn->request_done || turn->head.expects_continue) inject_answer();
}

void HttpRelay::half_close(Direction direction) {
  if (direction == Direction::down) {
    to_consumer_.flush(consumer_.get());
    consumer_->half_close();
  } else if (provider_) {
    to_provider_.flush(provider_.get());
    provider_->half_close();
  }
}

void HttpRelay::close(Direction) {
  finish(Peer::proxy, Ending::fin);
}
void HttpRelay::reset() {
  finish(Peer::proxy, Ending::rst);
}

void HttpRelay::applied(const ActiveFault& fault, std::string step) {
  if (!turn_) return;
  if (lane_.applied(turn_->attempt, fault, std::move(step))) dirty_ = true;
}

// Every event ends here: what changed is recorded once, readers are paused or resumed, what waited goes on.
void HttpRelay::settle() {
  const auto self = shared_from_this();
  // What waits is the next request, or what a client said before the tunnel that it asked for was open.
  const bool goes_on = !turn_ || turn_->tunnel;
  if (!over_ && goes_on && !inbox_.empty() && !consuming_) inbox_.erase(0, consume(inbox_));
  if (over_) return;
  if (consumer_ended_ && !turn_) return finish(Peer::consumer, Ending::fin);
  if (consumer_ended_ && inbox_.empty() && faults_hold()) return abandon();
  if (dirty_ && turn_) lane_.timeline.record(turn_->attempt);
  dirty_ = false;
  watch_head();
  balance();
}

// A head that was begun has to end in time, or a consumer could keep connections open for nothing (slowloris).
void HttpRelay::watch_head() {
  const bool incomplete = !turn_ && !inbox_.empty();
  if (!incomplete) {
    if (head_timer_ != 0) lane_.timers.cancel(std::exchange(head_timer_, 0));
    return;
  }
  if (head_timer_ != 0 || lane_.config->head_timeout.count() == 0) return;
  head_timer_ = lane_.timers.at(lane_.timers.now() + lane_.config->head_timeout, [self = weak_from_this()] {
    const auto relay = self.lock();
    if (!relay || relay->over_) return;
    relay->head_timer_ = 0;
    if (!relay->turn_) relay->refuse_head({408, "its head did not end in time"});
  });
}

bool HttpRelay::faults_hold() const {
  return turn_ && !turn_->tunnel && ((turn_->up && turn_->up->holding()) || (turn_->down && turn_->down->holding()));
}

void HttpRelay::balance() {
  const auto flow = [](net::Stream& reader, bool& paused, bool too_much, bool little) {
    if (!paused && too_much) {
      paused = true;
      reader.pause();
    } else if (paused && little) {
      paused = false;
      reader.resume();
    }
  };
  const std::size_t early = turn_ && turn_->request_done ? inbox_.size() : 0;  // pipelined
  const std::size_t up = (provider_ ? provider_->pending() : 0) + (turn_ && turn_->up ? turn_->up->pending() : 0);
  const std::size_t down = consumer_->pending() + (turn_ && turn_->down ? turn_->down->pending() : 0);
  flow(*consumer_, consumer_paused_, up > kHigh || early > kPipelined, up < kLow && early < kPipelined);
  if (provider_) flow(*provider_, provider_paused_, down > kHigh, down < kLow);
}

std::shared_ptr<Relay> make_http_relay(Lane& lane, Arrival arrival) {
  return std::make_shared<HttpRelay>(lane, std::move(arrival));
}

}  // namespace squall::chaos
