// A connection of a tcp edge: bytes both ways, half-close kept, RST forwarded as RST. The connection is the attempt.
#include "chaos/proxy/pipe.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kHigh = 256u * 1024, kLow = 64u * 1024;

class TcpRelay final : public Relay, public PipeSink, public std::enable_shared_from_this<TcpRelay> {
 public:
  TcpRelay(Lane& lane, Arrival arrival)
      : lane_(lane),
        consumer_(std::move(arrival.consumer)),
        upstream_(std::move(arrival.upstream)),
        identity_("connection " + std::to_string(arrival.occurrence)),
        client_(consumer_->peer()) {
    attempt_.connected = attempt_.request_started = arrival.connected;
    attempt_.faults = std::move(arrival.faults);
  }

  void start() override {
    attempt_.id = lane_.timeline.next_id();
    attempt_.edge = lane_.config->name;
    attempt_.connection = lane_.timeline.next_id();
    lane_.counters.attempted();
    Subject subject;
    subject.edge = lane_.config->name;
    subject.client = client_;
    for (const auto& strike : lane_.strikes(subject, attempt_, lane_.config->name + "\n" + identity_))
      add_stages(strike);
    consumer_->start(&from_consumer_);
    push(Direction::up, PieceKind::connect, {});
    if (!over_) lane_.timeline.record(attempt_);
  }

  void fault_added(const std::shared_ptr<ActiveFault>& fault) override {
    if (over_) return;
    strike(fault, choose(*fault));
  }
  void fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) override {
    if (over_) return;
    auto random = choose(*fresh);
    if (!up_ || !up_->has(old)) return strike(fresh, random);
    if (!random) return fault_removed(old);
    for (const auto& pipe : {up_, down_}) {
      if (!over_) pipe->replace(old, fresh);
    }
  }
  void fault_removed(const ActiveFault& fault) override {
    for (const auto& pipe : {up_, down_}) {
      if (pipe && !over_) pipe->remove(fault);
    }
  }
  void close_when_idle() override { finish(Peer::proxy, Ending::fin); }
  void shut_down() override { finish(Peer::proxy, Ending::rst); }

  // PipeSink
  void deliver(Direction direction, PieceKind kind, std::string_view bytes) override {
    if (over_) return;
    if (kind == PieceKind::connect) return dial();
    if (kind == PieceKind::end) return deliver_end(direction);
    if (direction == Direction::up) {
      if (!provider_) return;
      if (!attempt_.forwarded) attempt_.forwarded = lane_.timers.now();
      attempt_.bytes_up += bytes.size();
      lane_.counters.sent(Direction::up, bytes.size());
      provider_->write(bytes);
    } else {
      if (!attempt_.first_byte) attempt_.first_byte = lane_.timers.now();
      attempt_.last_byte = lane_.timers.now();
      attempt_.bytes_down += bytes.size();
      lane_.counters.sent(Direction::down, bytes.size());
      consumer_->write(bytes);
    }
  }
  void respond(const contracts::http::Response&, const ActiveFault&, std::size_t) override {}
  void half_close(Direction direction) override { deliver_end(direction); }
  // What the other direction holds comes out, too, if it does so by itself.
  void close(Direction direction) override {
    if (over_) return;
    const auto& other = direction == Direction::up ? down_ : up_;
    if (!other || !other->is_flowing()) return finish(Peer::proxy, Ending::fin);
    if (closing_) return;
    closing_ = direction;
    for (const auto& stream : {consumer_, provider_}) {
      if (stream) stream->pause();
    }
  }
  void reset() override { finish(Peer::proxy, Ending::rst); }
  void applied(const ActiveFault& fault, std::string step) override {
    if (lane_.applied(attempt_, fault, std::move(step))) lane_.timeline.record(attempt_);
  }
  void settle() override {
    if (const auto direction = std::exchange(closing_, std::nullopt)) close(*direction);
    balance();
  }

 private:
  struct FromConsumer final : net::StreamEvents {
    explicit FromConsumer(TcpRelay& owner) : relay(owner) {}
    void on_bytes(std::string_view bytes) override { relay.push(Direction::up, PieceKind::payload, bytes); }
    void on_end() override { relay.consumer_ended(); }
    void on_truncated() override {
      if (relay.provider_) relay.provider_->truncate();
      on_end();
    }
    void on_reset() override { relay.broke(Peer::consumer); }
    void on_drained() override { relay.balance(); }
    TcpRelay& relay;
  };
  struct FromProvider final : net::StreamEvents {
    explicit FromProvider(TcpRelay& owner) : relay(owner) {}
    void on_refused(const std::string&) override { relay.finish(Peer::provider, relay.lane_.config->unreachable); }
    void on_bytes(std::string_view bytes) override { relay.push(Direction::down, PieceKind::payload, bytes); }
    void on_end() override { relay.provider_ended(); }
    void on_truncated() override {
      relay.consumer_->truncate();
      on_end();
    }
    void on_reset() override { relay.broke(Peer::provider); }
    void on_drained() override { relay.balance(); }
    TcpRelay& relay;
  };

  std::optional<contracts::Random> choose(ActiveFault& fault) const {
    Subject subject;
    subject.client = client_;
    if (!is_on(fault.spec, lane_.timers.now() - fault.added) || !matches(fault.spec.match, subject))
      return std::nullopt;
    return fault.selection.choose(lane_.config->name + "\n" + identity_);
  }

  // One that was struck before may be struck again.
  void strike(const std::shared_ptr<ActiveFault>& fault, const std::optional<contracts::Random>& random) {
    if (random && (up_ || lane_.may_strike_late(attempt_))) add_stages({fault, *random});
  }

  void add_stages(const Strike& strike) {
    for (const auto direction : {Direction::up, Direction::down}) {
      auto& pipe = direction == Direction::up ? up_ : down_;
      if (!pipe) pipe = std::make_shared<Pipe>(lane_.timers, *this, direction, Pipe::About{});
      pipe->add(strike);
    }
    for (const auto& stream : {consumer_, provider_}) {
      if (stream) stream->note_arrivals();
    }
  }

  void push(Direction direction, PieceKind kind, std::string_view bytes) {
    if (closing_) return;
    const auto self = shared_from_this();
    lane_.counters.received(direction, bytes.size());
    const auto& pipe = direction == Direction::up ? up_ : down_;
    if (pipe) {
      pipe->push(kind, bytes);
    } else {
      deliver(direction, kind, bytes);
    }
    if (!over_) balance();
  }

  void dial() {
    provider_ = lane_.dial(upstream_);
    if (down_) provider_->note_arrivals();
    provider_->start(&from_provider_);
  }

  void consumer_ended() {
    attempt_.consumer_closed = lane_.timers.now();
    note_end(Peer::consumer, Ending::fin);
    lane_.timeline.record(attempt_);
    push(Direction::up, PieceKind::end, {});
  }

  void provider_ended() {
    note_end(Peer::provider, Ending::fin);
    push(Direction::down, PieceKind::end, {});
  }

  void deliver_end(Direction direction) {
    if (direction == Direction::up) {
      up_ended_ = true;
      if (provider_) provider_->half_close();
    } else {
      down_ended_ = true;
      consumer_->half_close();
    }
    if (up_ended_ && down_ended_) finish(Peer::none, Ending::fin);
  }

  void broke(Peer by) {
    if (by == Peer::consumer && !attempt_.consumer_closed) attempt_.consumer_closed = lane_.timers.now();
    finish(by, Ending::rst);
  }

  void note_end(Peer by, Ending ending) {
    if (attempt_.ended_by != Peer::none) return;
    attempt_.ended_by = by;
    attempt_.ending = ending;
  }

  void finish(Peer by, Ending ending) {
    if (over_) return;
    over_ = true;
    const auto self = shared_from_this();
    if (up_) up_->stop();
    if (down_) down_->stop();
    if (ending == Ending::rst) attempt_.ended_by = Peer::none;  // a RST says more than the half-close before it
    note_end(by, ending);
    for (const auto& stream : {consumer_, provider_}) {
      if (stream) end(*stream, ending);
    }
    attempt_.ended = lane_.timers.now();
    lane_.ended(attempt_);
    lane_.retire(*this);
  }

  // A side that reads faster than the other takes is paused. An undialled provider takes nothing.
  void balance() {
    if (over_ || closing_) return;
    const auto waiting = [](const std::shared_ptr<net::Stream>& to, const std::shared_ptr<Pipe>& pipe) {
      return (to ? to->pending() : 0) + (pipe ? pipe->pending() : 0);
    };
    flow(*consumer_, consumer_paused_, waiting(provider_, up_), up_);
    if (provider_) flow(*provider_, provider_paused_, waiting(consumer_, down_), down_);
  }

  static void flow(net::Stream& reader, bool& paused, std::size_t waiting, const std::shared_ptr<Pipe>& pipe) {
    const std::size_t room = pipe ? pipe->room() : 0;
    if (!paused && waiting > kHigh + room) {
      paused = true;
      reader.pause();
    } else if (paused && waiting < kLow + room / 2) {
      paused = false;
      reader.resume();
    }
  }

  Lane& lane_;
  std::shared_ptr<net::Stream> consumer_, provider_;
  const std::optional<Upstream> upstream_;
  const std::string identity_, client_;
  FromConsumer from_consumer_{*this};
  FromProvider from_provider_{*this};
  std::shared_ptr<Pipe> up_, down_;
  Attempt attempt_;
  std::optional<Direction> closing_;  // closed in it, and the other one still flows
  bool up_ended_ = false, down_ended_ = false, over_ = false;
  bool consumer_paused_ = false, provider_paused_ = false;
};

}  // namespace

std::shared_ptr<Relay> make_tcp_relay(Lane& lane, Arrival arrival) {
  return std::make_shared<TcpRelay>(lane, std::move(arrival));
}

}  // namespace squall::chaos
