#pragma once
// HttpRelay: a connection of an http edge. Heads and framing go on byte for byte; the parser only says what is what.
//
// One provider connection for each consumer connection, kept alive with it. What happens to one happens to the other:
// the provider's idle close is passed on, its RST is a RST, and a provider that cannot be reached is a RST too, since
// an accepted connection can no longer be refused. Nothing is ever sent twice. Pipelined requests wait until the answer
// before them is complete.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "chaos/http/body_reader.h"
#include "chaos/http/head.h"
#include "chaos/proxy/body_hash.h"
#include "chaos/proxy/gather.h"
#include "chaos/proxy/pipe.h"
#include "chaos/proxy/relay.h"

namespace squall::chaos {

class HttpRelay final : public Relay, public PipeSink, public std::enable_shared_from_this<HttpRelay> {
 public:
  HttpRelay(Lane& lane, Arrival arrival);

  void start() override;
  void fault_added(const std::shared_ptr<ActiveFault>& fault) override;
  void fault_updated(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) override;
  void fault_removed(const ActiveFault& fault) override;
  void close_when_idle() override;
  void shut_down() override;

  void deliver(Direction direction, PieceKind kind, std::string_view bytes) override;
  void respond(const contracts::http::Response& response, const ActiveFault& by, std::size_t stage) override;
  void half_close(Direction direction) override;
  void close(Direction direction) override;
  void reset() override;
  void applied(const ActiveFault& fault, std::string step) override;
  void replay(std::string request, std::uint64_t times) override;
  void settle() override;

 private:
  // One request and its answer.
  struct Turn {
    Attempt attempt;
    http::RequestHead head;
    const contracts::openapi::Operation* operation = nullptr;  // of the edge's contract
    http::BodyReader body;
    BodyHash hash;
    bool request_done = false;  // its last byte was read
    bool body_needed = false;   // to tell whom faults strike, all of it
    bool undecided = true;      // whom faults strike is not known yet; `early` keeps what was read
    std::vector<std::pair<PieceKind, std::string>> early;
    std::size_t early_bytes = 0;
    std::shared_ptr<Pipe> up, down;
    http::AnswerHead answer;
    http::BodyReader answer_body;
    enum class Answer { head, body, read, delivered } stage = Answer::head;
    bool injected = false;  // by a fault; what the provider says does not count
    std::optional<std::pair<contracts::http::Response, std::size_t>> due;  // injected once the request is read
    const ActiveFault* due_by = nullptr;
    bool down_ended = false;               // tunnel: the provider's FIN was passed on
    bool cut = false;                      // the provider's FIN came before the end of its answer
    bool tunnel = false, garbled = false;  // bytes pass as they are
    bool recorded_end = false;
    // For EdgeConfig::observe and Attempt::legality. The answer's head only where faults may have changed it on its
    // way.
    std::string seen_request_body, seen_answer_head, seen_answer_body;
    bool request_cut = false, answer_cut = false;  // at its limit
  };

  struct FromConsumer final : net::StreamEvents {
    explicit FromConsumer(HttpRelay& owner) : relay(owner) {}
    void on_bytes(std::string_view bytes) override { relay.consumer_bytes(bytes); }
    void on_end() override { relay.consumer_ended(); }
    void on_truncated() override {
      if (relay.provider_) relay.provider_->truncate();
      on_end();
    }
    void on_reset() override { relay.broke(Peer::consumer); }
    void on_drained() override { relay.settle(); }
    HttpRelay& relay;
  };
  struct FromProvider final : net::StreamEvents {
    explicit FromProvider(HttpRelay& owner) : relay(owner) {}
    void on_connected() override { relay.provider_connected(); }
    void on_refused(const std::string&) override { relay.broke(Peer::provider); }
    void on_bytes(std::string_view bytes) override { relay.provider_bytes(bytes); }
    void on_end() override { relay.provider_ended(); }
    void on_truncated() override {
      relay.consumer_->truncate();
      on_end();
    }
    void on_reset() override { relay.broke(Peer::provider); }
    void on_drained() override { relay.settle(); }
    HttpRelay& relay;
  };

  void strike(const Strike& strike, const Pipe::About& about);  // what is under way; http_relay.cpp

  // http_relay_request.cpp
  void consumer_bytes(std::string_view bytes);
  std::size_t consume(std::string_view bytes);
  std::size_t consume_head(std::string_view bytes);
  std::size_t consume_body(std::string_view bytes);
  Attempt& open_attempt();
  void begin(http::RequestHead head, std::string_view raw);
  void refuse_head(const http::BadHead& bad);
  void request_part(PieceKind kind, std::string_view bytes);
  void request_read();
  void decide();
  void push_up(PieceKind kind, std::string_view bytes);
  void deliver_up(PieceKind kind, std::string_view bytes);
  Subject subject() const;

  // http_relay_answer.cpp
  void provider_connected();
  void provider_bytes(std::string_view bytes);
  std::size_t read_answer(std::string_view bytes);
  std::size_t read_answer_head(std::string_view bytes);
  void pass_what_came_before_the_tunnel();
  void answer_read();
  void push_down(PieceKind kind, std::string_view bytes);
  void deliver_down(PieceKind kind, std::string_view bytes);
  void answer_end_delivered();
  void inject_answer();
  void finish_turn();

  // http_relay_seen.cpp
  bool keeps_answer() const;
  static void recall_head(Turn& turn);
  Legality legality(const Turn& turn) const;
  void observe(Turn& turn) const;  // what is left of it may be used no more, but for the attempt

  // http_relay.cpp
  void consumer_ended();
  void provider_ended();
  void broke(Peer by);
  bool answer_is_in() const;
  void provider_left();
  void abandon();
  void drop_provider();
  void note_end(Peer by, Ending ending);
  void end_attempt();
  void finish(Peer by, Ending ending);
  void balance();
  void watch_head();
  bool faults_hold() const;

  Lane& lane_;
  std::shared_ptr<net::Stream> consumer_, provider_;
  FromConsumer from_consumer_{*this};
  FromProvider from_provider_{*this};
  const std::uint64_t connection_;
  const Instant connected_;
  std::vector<AppliedFault> greeting_;  // executed in the TLS handshake; the first attempt takes them over
  const std::string client_;            // the consumer's address
  std::uint32_t requests_ = 0;
  std::string inbox_, answers_;  // read, and not used yet
  GatheredWrites to_provider_, to_consumer_;
  std::size_t inbox_seen_ = 0, answers_seen_ = 0;
  std::optional<Instant> request_began_;
  net::TimerId head_timer_ = 0;  // while a head is incomplete
  std::shared_ptr<Turn> turn_;   // the request under way
  std::optional<Attempt> last_;  // the one before, while the connection is idle
  bool provider_open_ = false, consumer_ended_ = false, over_ = false, dirty_ = false, consuming_ = false;
  bool close_after_turn_ = false;
  bool consumer_paused_ = false, provider_paused_ = false;
};

}  // namespace squall::chaos
