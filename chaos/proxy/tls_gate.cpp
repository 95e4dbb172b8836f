// A consumer's connection before its relay: its ClientHello is read, then it is passed through to the upstream that it
// names, or its TLS handshake is done here, as faults will have it.
#include "chaos/http/write_answer.h"
#include "chaos/proxy/handshake_faults.h"
#include "chaos/proxy/relay.h"
#include "chaos/proxy/replayed_stream.h"
#include "chaos/tls/client_hello.h"
#include "chaos/tls/tls_stream.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kSeenKept = 192u * 1024;  // more than any ClientHello takes

class TlsGate final : public Relay, private net::StreamEvents, public std::enable_shared_from_this<TlsGate> {
 public:
  TlsGate(Lane& lane, std::shared_ptr<net::Stream> consumer, std::uint64_t occurrence,
          std::vector<AppliedFault> executed)
      : lane_(lane), consumer_(std::move(consumer)) {
    arrival_.occurrence = occurrence;
    arrival_.connected = lane.timers.now();
    faults_.attempt().faults = std::move(executed);
    faults_.attempt().connected = faults_.attempt().request_started = arrival_.connected;
  }

  void start() override {
    timer_ = lane_.timers.at(lane_.timers.now() + tls::kHandshakeTime, [this] {
      timer_ = 0;
      refuse("no ClientHello within 30s", tls::decode_error_alert());
    });
    consumer_->start(this);
  }
  void fault_updated(const ActiveFault&, const std::shared_ptr<ActiveFault>&) override {}
  void fault_removed(const ActiveFault& fault) override {
    const auto self = shared_from_this();
    faults_.removed(fault);
  }
  void close_when_idle() override { finish(Peer::proxy, Ending::fin); }
  void shut_down() override { finish(Peer::proxy, Ending::rst); }

 private:
  // Before the handshake.
  void on_bytes(std::string_view bytes) override {
    const auto self = shared_from_this();
    seen_.append(bytes);
    if (greeted_) {  // a fault waits
      if (seen_.size() > kSeenKept) consumer_->pause();
      return;
    }
    const auto state = hello_.feed(bytes);
    if (over_ || state == tls::ClientHelloReader::State::incomplete) return;
    stop_timer();
    if (state == tls::ClientHelloReader::State::refused) return refuse(hello_.why(), refusal());
    greeted_ = true;
    if (!lane_.terminator) return pass_through();
    faults_.strike(consumer_->peer(), arrival_.occurrence);
    faults_.reach(HandshakeStage::client_hello);
  }
  void on_end() override {
    const auto self = shared_from_this();
    if (!seen_.empty()) trouble("the connection was closed in the TLS handshake");
    finish(Peer::consumer, Ending::fin);
  }
  void on_reset() override { finish(Peer::consumer, Ending::rst); }

  // In the handshake.
  void on_connected() override {
    const auto self = shared_from_this();
    enter(consumer_);
  }
  void on_refused(const std::string&) override { finish(Peer::consumer, Ending::fin); }

  // Nothing holds the handshake at that stage any more.
  void go_on(HandshakeStage stage) {
    if (stage == HandshakeStage::server_hello) return tls_->go_on();
    tls::Terminator::Given given;
    given.already_read = std::exchange(seen_, {});
    given.offer = faults_.offer();
    if (faults_.any()) given.certificate_sent = [this] { certificate_sent(); };
    consumer_->resume();
    tls_ = lane_.terminator->accept(consumer_, lane_.timers, std::move(given));
    consumer_ = tls_;
    faults_.offered(false);
    tls_->start(this);
  }

  void certificate_sent() {
    faults_.offered(true);
    tls_->stall();
    faults_.reach(HandshakeStage::server_hello);
  }

  void pass_through() {
    const std::string& name = hello_.hello().server_name;
    if (const auto* const route = tls::route_of(lane_.config->routes, name)) {
      arrival_.upstream = Upstream{route->host, route->port};
    } else if (!lane_.has_upstream()) {
      return refuse(name.empty() ? "the ClientHello names no server" : "there is no route to '" + name + "'",
                    tls::unrecognized_name_alert());
    }
    enter(replayed(consumer_, std::exchange(seen_, {}), lane_.timers));
  }

  void enter(std::shared_ptr<net::Stream> consumer) {
    over_ = true;
    stop_timer();
    faults_.stop();
    lane_.release(*this);
    arrival_.faults = faults_.take_applied();
    arrival_.consumer = std::move(consumer);
    lane_.enter(std::move(arrival_));
  }

  // What tells a client best that it is wrong here: plain HTTP gets an answer that people can read.
  std::string refusal() const {
    if (seen_.empty() || seen_.front() < 'A' || seen_.front() > 'Z') return tls::decode_error_alert();
    contracts::http::Response answer;
    answer.status = 400;
    answer.headers.set("Content-Type", "text/plain");
    answer.body = "squall: edge '" + lane_.config->name + "' speaks TLS on this port: use https\n";
    return http::write_answer(answer, "", false);
  }

  void refuse(const std::string& why, const std::string& answer) {
    const auto self = shared_from_this();
    trouble(why);
    consumer_->write(answer);
    finish(Peer::proxy, Ending::fin);
  }

  void trouble(const std::string& why) const {
    if (lane_.config->tls_trouble) lane_.config->tls_trouble("TLS with a consumer: " + why);
  }

  void finish(Peer by, Ending ending) {
    if (std::exchange(over_, true)) return;
    stop_timer();
    faults_.stop();
    if (!faults_.attempt().faults.empty()) lane_.came_to_nothing(faults_.attempt(), by, ending);
    end(*consumer_, ending);
    lane_.retire(*this);
  }

  void stop_timer() {
    if (timer_ != 0) lane_.timers.cancel(std::exchange(timer_, 0));
  }

  Lane& lane_;
  std::shared_ptr<net::Stream> consumer_;
  std::shared_ptr<tls::TlsStream> tls_;  // the same, once the handshake began
  Arrival arrival_;
  HandshakeFaults faults_{
      lane_, {[this](HandshakeStage stage) { go_on(stage); }, [this](Ending ending) { finish(Peer::proxy, ending); }}};
  tls::ClientHelloReader hello_;
  std::string seen_;  // and not passed on; bounded with the reader
  net::TimerId timer_ = 0;
  bool greeted_ = false, over_ = false;
};

}  // namespace

std::shared_ptr<Relay> make_tls_gate(Lane& lane, std::shared_ptr<net::Stream> consumer, std::uint64_t occurrence,
                                     std::vector<AppliedFault> executed) {
  return std::make_shared<TlsGate>(lane, std::move(consumer), occurrence, std::move(executed));
}

}  // namespace squall::chaos
