#include "chaos/proxy/udp_session.h"

#include <utility>

namespace squall::chaos {

UdpSession::UdpSession(Lane& lane, net::Loop& loop, WaitingRoom& room, std::string client, std::uint64_t occurrence,
                       Ways ways)
    : lane_(lane), loop_(loop), client_(std::move(client)), ways_(std::move(ways)), last_(lane.timers.now()) {
  const std::string identity = lane.config->name + "\nsession " + std::to_string(occurrence);
  DatagramSink& sink = *this;
  const auto way = [&](Direction direction, const char* name) {
    return Way{std::make_shared<DatagramPath>(lane.timers, sink, direction, room), identity + name};
  };
  up_ = way(Direction::up, "\nup");
  down_ = way(Direction::down, "\ndown");
}

void UdpSession::start() {
  lane_.counters.attempted();
  attempt_.id = lane_.timeline.next_id();
  attempt_.edge = lane_.config->name;
  attempt_.connection = lane_.timeline.next_id();
  attempt_.connected = attempt_.request_started = last_;
  lane_.timeline.record(attempt_);
  const auto upstream = lane_.upstream();
  provider_ = loop_.dial_datagrams(upstream.host, upstream.port);
  provider_->start(this);
  watch_idleness();
}

void UdpSession::from_consumer(std::string_view bytes) {
  push(Direction::up, bytes);
}

void UdpSession::on_datagram(std::string_view bytes) {
  push(Direction::down, bytes);
}

void UdpSession::push(Direction direction, std::string_view bytes) {
  if (over_) return;
  const auto self = shared_from_this();
  last_ = lane_.timers.now();
  lane_.counters.received(direction, bytes.size());
  auto& way = direction == Direction::up ? up_ : down_;
  const std::uint64_t n = way.datagrams++;
  if (!lane_.may_strike()) return deliver(direction, bytes);
  Subject subject;
  subject.edge = lane_.config->name;
  subject.client = client_;
  way.path->push(bytes, lane_.datagram_strikes(subject, attempt_, way.identity, n, direction));
}

void UdpSession::deliver(Direction direction, std::string_view bytes) {
  if (over_) return;
  const auto now = lane_.timers.now();
  const bool up = direction == Direction::up;
  if (!(up ? provider_->send(bytes) : ways_.answer(bytes))) return overflowed();
  lane_.counters.sent(direction, bytes.size());
  lane_.counters.datagram_sent(direction);
  (up ? attempt_.bytes_up : attempt_.bytes_down) += bytes.size();
  if (up) {
    if (!attempt_.forwarded) attempt_.forwarded = now;
  } else {
    if (!attempt_.first_byte) attempt_.first_byte = now;
    attempt_.last_byte = now;
  }
}

void UdpSession::applied(const ActiveFault& fault, std::string step) {
  if (lane_.applied(attempt_, fault, std::move(step))) lane_.timeline.record(attempt_);
}

void UdpSession::fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) {
  const auto self = shared_from_this();
  for (const auto* way : {&up_, &down_}) way->path->replace(old, fresh);
}

void UdpSession::fault_removed(const ActiveFault& fault) {
  const auto self = shared_from_this();
  for (const auto* way : {&up_, &down_}) way->path->remove(fault);
}

// ICMP cannot be sent on to the consumer: it hears nothing. The next datagram begins another session.
void UdpSession::on_unreachable(const std::string&) {
  finish(Peer::provider, Ending::rst);
}

void UdpSession::watch_idleness() {
  timer_ = lane_.timers.at(last_ + lane_.config->session_idle, [this] {
    timer_ = 0;
    if (up_.path->waiting() || down_.path->waiting()) last_ = lane_.timers.now();
    if (lane_.timers.now() - last_ >= lane_.config->session_idle) return finish(Peer::none, Ending::fin);
    watch_idleness();
  });
}

void UdpSession::finish(Peer by, Ending ending) {
  if (std::exchange(over_, true)) return;
  const auto self = shared_from_this();
  if (timer_ != 0) lane_.timers.cancel(std::exchange(timer_, 0));
  up_.path->stop();
  down_.path->stop();
  provider_->close();
  attempt_.ended_by = by;
  attempt_.ending = ending;
  attempt_.ended = lane_.timers.now();
  lane_.ended(attempt_);
  ways_.ended();
  lane_.retire(*this);
}

}  // namespace squall::chaos
