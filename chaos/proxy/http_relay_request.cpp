// The consumer's side of an http edge: requests in, towards the provider.
#include <algorithm>

#include "chaos/http/inbox.h"
#include "chaos/http/write_answer.h"
#include "chaos/proxy/http_relay.h"
#include "contracts/core/document.h"

namespace squall::chaos {
namespace {

constexpr std::size_t kHeadLimit = 256u * 1024;
constexpr std::size_t kEarlyLimit = kHeadLimit + 2 * BodyHash::kLimit;

// The body among the pieces that were kept, where it is JSON.
std::optional<contracts::Document> json_of(const std::vector<std::pair<PieceKind, std::string>>& pieces) {
  std::string text;
  for (const auto& [kind, bytes] : pieces) {
    if (kind == PieceKind::payload) text += bytes;
  }
  auto document = contracts::Document::parse_json(std::move(text));
  return document ? std::optional(std::move(*document)) : std::nullopt;
}

}  // namespace

void HttpRelay::consumer_bytes(std::string_view bytes) {
  const auto self = shared_from_this();
  lane_.counters.received(Direction::up, bytes.size());
  if (!request_began_) request_began_ = lane_.timers.now();
  http::take_in(inbox_, bytes, [this](std::string_view now) { return consume(now); });
  settle();
}

// How much of the bytes could be used now.
std::size_t HttpRelay::consume(std::string_view bytes) {
  consuming_ = true;
  to_provider_.open(bytes);
  std::size_t used = 0;
  while (used < bytes.size() && !over_ && (turn_ || !close_after_turn_)) {
    const auto rest = bytes.substr(used);
    const bool tunnel = turn_ && turn_->tunnel;
    if (turn_ && turn_->request_done && !tunnel) break;  // pipelined: not before the answer is complete
    if (tunnel) {
      push_up(PieceKind::payload, rest);
      used = bytes.size();
      break;
    }
    const std::size_t step = turn_ ? consume_body(rest) : consume_head(rest);
    if (step == 0) break;
    used += step;
  }
  to_provider_.close(provider_.get());
  consuming_ = false;
  return used;
}

std::size_t HttpRelay::consume_head(std::string_view bytes) {
  if (bytes.starts_with("\r\n")) return 2;  // RFC 9112, section 2.2: an empty line before a request is ignored
  if (bytes == "\r") return 0;
  const auto end = http::find_head_end(bytes, inbox_seen_, kHeadLimit);
  if (!end) {
    refuse_head(end.error());
    return bytes.size();
  }
  inbox_seen_ = bytes.size();
  if (!end->complete) return 0;
  inbox_seen_ = 0;
  auto head = http::parse_request_head(bytes.substr(0, end->size));
  if (!head) {
    refuse_head(head.error());
    return bytes.size();
  }
  if (head->method == "CONNECT") {
    refuse_head({501, "CONNECT asks for a tunnel to anywhere"});
    return bytes.size();
  }
  begin(std::move(*head), bytes.substr(0, end->size));
  return end->size;
}

std::size_t HttpRelay::consume_body(std::string_view bytes) {
  const auto part = turn_->body.next(bytes);
  if (part.kind == http::BodyReader::Part::Kind::bad) {
    refuse_head({400, "malformed chunked body"});
    return bytes.size();
  }
  const auto kind = part.kind == http::BodyReader::Part::Kind::payload ? PieceKind::payload : PieceKind::framing;
  const auto turn = turn_;
  request_part(kind, bytes.substr(0, part.size));
  if (!over_ && turn_ == turn && turn->body.done()) request_read();
  return part.size;
}

Attempt& HttpRelay::open_attempt() {
  last_.reset();
  auto& attempt = turn_->attempt;
  attempt.id = lane_.timeline.next_id();
  attempt.edge = lane_.config->name;
  attempt.connection = connection_;
  attempt.ordinal = requests_++;
  attempt.connected = connected_;
  attempt.faults = std::exchange(greeting_, {});
  attempt.request_started = std::exchange(request_began_, std::nullopt).value_or(lane_.timers.now());
  lane_.counters.attempted();
  return attempt;
}

void HttpRelay::begin(http::RequestHead head, std::string_view raw) {
  turn_ = std::make_shared<Turn>();
  auto& attempt = open_attempt();
  attempt.method = head.method;
  attempt.target = head.target;
  if (lane_.config->contract) turn_->operation = lane_.config->contract->route(head.method, head.target).operation;
  if (turn_->operation != nullptr) attempt.operation = turn_->operation->name();
  for (const auto& name : lane_.config->keep_headers) {
    for (const auto value : head.headers.all(name)) attempt.request_headers.add(name, std::string(value));
  }
  turn_->body = http::BodyReader(head.body);
  turn_->head = std::move(head);
  dirty_ = true;
  // The body is part of who the request is, unless a traceparent says it, or waiting for it would wait for ever.
  const bool body_comes = !turn_->body.done() && !turn_->head.expects_continue;
  const auto needs = body_comes && !lane_.faults.empty() ? lane_.needs(subject()) : Lane::Needs::nothing;
  turn_->body_needed = needs == Lane::Needs::body;
  const bool hash_needed = needs == Lane::Needs::hash && trace_id_of(turn_->head.headers.get("traceparent")).empty();
  const auto turn = turn_;
  if (!turn_->body_needed && !hash_needed) decide();
  if (over_ || turn_ != turn) return;
  request_part(PieceKind::head, raw);
  if (!over_ && turn_ == turn && turn->body.done()) request_read();
}

// What is no HTTP, or could be read in two ways, never reaches the provider.
void HttpRelay::refuse_head(const http::BadHead& bad) {
  contracts::http::Response answer;
  answer.status = bad.status;
  answer.headers.set("Content-Type", "text/plain");
  answer.body = "squall: edge '" + lane_.config->name + "' does not forward this request: " + bad.why + "\n";
  const bool heard = !turn_ || turn_->stage == Turn::Answer::head;
  if (heard) consumer_->write(http::write_answer(answer, "", false));
  if (!turn_) {
    turn_ = std::make_shared<Turn>();
    open_attempt();
  }
  if (heard) turn_->attempt.status = bad.status;
  if (heard) turn_->attempt.first_byte = turn_->attempt.last_byte = lane_.timers.now();
  finish(Peer::proxy, Ending::fin);
}

void HttpRelay::request_part(PieceKind kind, std::string_view bytes) {
  auto& turn = *turn_;
  if (kind == PieceKind::payload) {
    turn.hash.add(bytes);
    if (lane_.config->observe) {
      const std::size_t room = lane_.config->observe_body_limit - turn.seen_request_body.size();
      turn.seen_request_body.append(bytes.substr(0, room));
      turn.request_cut = turn.request_cut || bytes.size() > room;
    }
  }
  if (!turn.undecided) return push_up(kind, bytes);
  turn.early.emplace_back(kind, std::string(bytes));
  turn.early_bytes += bytes.size();
  if ((turn.hash.full() && !turn.body_needed) || turn.early_bytes > kEarlyLimit) decide();
}

void HttpRelay::request_read() {
  const auto turn = turn_;
  turn->request_done = true;
  turn->attempt.request_complete = lane_.timers.now();
  turn->attempt.body_hash = turn->hash.value();
  dirty_ = true;
  if (turn->undecided) decide();
  if (!over_ && turn_ == turn) push_up(PieceKind::end, {});
  if (over_ || turn_ != turn) return;
  if (turn->due) {
    inject_answer();
  } else if (turn->stage == Turn::Answer::delivered) {
    finish_turn();
  }
}

Subject HttpRelay::subject() const {
  Subject subject;
  subject.edge = lane_.config->name;
  subject.method = turn_->attempt.method;
  subject.target = turn_->attempt.target;
  subject.operation = turn_->attempt.operation;
  subject.headers = &turn_->head.headers;
  subject.body_hash = turn_->hash.value();
  if (turn_->operation != nullptr) subject.operation_id = turn_->operation->operation_id;
  subject.client = client_;
  return subject;
}

// Chooses the faults that strike this request, and sends on what was kept.
void HttpRelay::decide() {
  const auto turn = turn_;
  turn->undecided = false;
  if (lane_.may_strike()) {
    auto whom = subject();
    const auto body = turn->body_needed && turn->request_done ? json_of(turn->early) : std::nullopt;
    if (body) whom.body = &body->root();
    const auto& contract = lane_.config->contract;
    const Pipe::About about{true,
                            turn->attempt.ordinal,
                            turn->attempt.method,
                            turn->attempt.target,
                            contract ? &contract->contract() : nullptr,
                            turn->operation};
    for (const auto& each : lane_.strikes(whom, turn->attempt)) strike(each, about);
  }
  for (auto& [kind, bytes] : std::exchange(turn->early, {})) {
    if (!over_ && turn_ == turn) push_up(kind, bytes);
  }
}

void HttpRelay::push_up(PieceKind kind, std::string_view bytes) {
  if (turn_->injected || turn_->due) return;
  if (turn_->up) {
    const auto pipe = turn_->up;
    pipe->push(kind, bytes);
  } else {
    deliver_up(kind, bytes);
  }
}

void HttpRelay::deliver_up(PieceKind kind, std::string_view bytes) {
  if (kind == PieceKind::end) {
    if (!turn_->tunnel || !consumer_ended_) return;
    to_provider_.flush(provider_.get());
    if (provider_) provider_->half_close();
    if (turn_->down_ended) finish(Peer::none, Ending::fin);
    return;
  }
  if (!provider_) {
    if (turn_->attempt.bytes_up > 0) return;  // it left in the middle of this request
    provider_ = lane_.dial();
    provider_open_ = false;
    provider_paused_ = false;
    answers_.clear();
    answers_seen_ = 0;
    if (turn_->down) provider_->note_arrivals();
    provider_->start(&from_provider_);
  }
  if (provider_open_ && !turn_->attempt.forwarded) turn_->attempt.forwarded = lane_.timers.now();
  turn_->attempt.bytes_up += bytes.size();
  lane_.counters.sent(Direction::up, bytes.size());
  to_provider_.write(*provider_, bytes);
}

}  // namespace squall::chaos
