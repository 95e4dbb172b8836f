#include "chaos/http/server_connection.h"

#include <exception>
#include <utility>

#include "chaos/http/inbox.h"
#include "chaos/http/write_answer.h"

namespace squall::chaos::http {
namespace {

using contracts::http::Response;
constexpr std::size_t kHigh = 1u << 20, kLow = 64u * 1024;

Response plain(int status, const std::string& text) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", "text/plain");
  response.body = text + "\n";
  return response;
}

// Whatever a handler throws ends here.
Reply call(const Handler& handler, const Incoming& incoming) {
  try {
    return handler(incoming);
  } catch (const std::exception& error) {
    return {plain(500, std::string("squall: the handler failed: ") + error.what()), {}};
  } catch (...) {
    return {plain(500, "squall: the handler failed"), {}};
  }
}

}  // namespace

ServerConnection::ServerConnection(ServerLane& lane, std::shared_ptr<net::Stream> client)
    : lane_(lane), client_(std::move(client)), peer_(client_->peer()) {}

void ServerConnection::start() {
  client_->start(this);
}
void ServerConnection::shut_down() {
  finish(true);
}

void ServerConnection::on_bytes(std::string_view bytes) {
  const auto self = shared_from_this();
  take_in(inbox_, bytes, [this](std::string_view now) { return consume(now); });
  go_on();
}

void ServerConnection::on_end() {
  ended_ = true;
  // A client that is done sending may still want its answers; one that left in the middle of a request does not, nor
  // one that waits for who knows how long.
  if (state_ != State::answering || waits_ || held_) finish(false);
}

void ServerConnection::on_reset() {
  finish(true);
}

void ServerConnection::on_refused(const std::string&) {
  finish(false);
}

void ServerConnection::on_drained() {
  go_on();
}

std::size_t ServerConnection::consume(std::string_view bytes) {
  consuming_ = true;
  std::size_t used = 0;
  while (used < bytes.size() && !over_ && state_ != State::answering) {
    const auto rest = bytes.substr(used);
    const std::size_t step = state_ == State::head ? consume_head(rest) : consume_body(rest);
    if (step == 0) break;
    used += step;
  }
  consuming_ = false;
  return used;
}

std::size_t ServerConnection::consume_head(std::string_view bytes) {
  if (bytes.starts_with("\r\n")) return 2;
  if (bytes == "\r") return 0;
  const auto end = find_head_end(bytes, seen_, lane_.config->max_head);
  seen_ = end && !end->complete ? bytes.size() : 0;
  if (end && !end->complete) return 0;
  auto head = end ? parse_request_head(bytes.substr(0, end->size))
                  : tl::expected<RequestHead, BadHead>(tl::unexpect, end.error());
  if (!head) {
    refuse(head.error().status, head.error().why);
    return bytes.size();
  }
  head_ = std::move(*head);
  reader_ = BodyReader(head_.body);
  body_.clear();
  if (head_.body.kind == BodyKind::length && head_.body.length > lane_.config->max_body) {
    refuse(413, "a body of more than " + std::to_string(lane_.config->max_body) + " bytes");
    return bytes.size();
  }
  state_ = State::body;
  if (head_.expects_continue && !reader_.done() && bytes.size() == end->size)
    client_->write("HTTP/1.1 100 Continue\r\n\r\n");
  if (reader_.done()) handle();
  return end->size;
}

std::size_t ServerConnection::consume_body(std::string_view bytes) {
  const auto part = reader_.next(bytes);
  if (part.kind == BodyReader::Part::Kind::bad) {
    refuse(400, "malformed chunked body");
    return bytes.size();
  }
  if (part.kind == BodyReader::Part::Kind::payload) {
    if (body_.size() + part.size > lane_.config->max_body) {
      refuse(413, "a body of more than " + std::to_string(lane_.config->max_body) + " bytes");
      return bytes.size();
    }
    body_.append(bytes.substr(0, part.size));
  }
  if (reader_.done()) handle();
  return part.size;
}

void ServerConnection::handle() {
  state_ = State::answering;
  Incoming incoming;
  incoming.request = {head_.method, head_.target, std::move(head_.headers), std::move(body_)};
  incoming.peer = peer_;
  auto reply = call(*lane_.handler, incoming);
  body_.clear();
  if (reply.until_woken && reply.delay.count() > 0) waits_ = std::move(incoming);
  give(std::move(reply));
}

void ServerConnection::wake() {
  if (over_ || !waits_) return;
  const auto self = shared_from_this();
  auto reply = call(*lane_.handler, *waits_);
  if (reply.until_woken) {
    delayed_ = std::move(reply.response);
    return;
  }
  lane_.timers.cancel(timer_);
  timer_ = 0;
  waits_.reset();
  give(std::move(reply));
  go_on();
}

void ServerConnection::give(Reply reply) {
  if (reply.deliver) delivery_ = reply.deliver(reply.response);
  if (reply.delay.count() <= 0) return answer(reply.response);
  delayed_ = std::move(reply.response);
  timer_ = lane_.timers.at(lane_.timers.now() + reply.delay, [self = shared_from_this()] {
    self->timer_ = 0;
    self->waits_.reset();
    self->answer(std::exchange(self->delayed_, {}));
    self->go_on();
  });
}

void ServerConnection::answer(const Response& response) {
  if (over_) return;
  if (delivery_) {
    due_ = lane_.timers.now();
    delivered_ = 0;
    return play();
  }
  const bool keep = head_.keep_alive && head_.minor == 1;
  client_->write(write_answer(response, head_.method, keep, head_.minor == 1));
  state_ = State::head;
  if (!keep) finish(false);
}

void ServerConnection::play() {
  const auto self = shared_from_this();
  const auto later = [&](net::Instant after) {
    timer_ = lane_.timers.at(due_ + after, [self] {
      self->timer_ = 0;
      self->play();
      self->go_on();
    });
  };
  while (!over_ && delivered_ < delivery_->pieces.size()) {
    const auto& piece = delivery_->pieces[delivered_];
    if (due_ + piece.at > lane_.timers.now()) return later(piece.at);
    client_->write(piece.bytes);
    ++delivered_;
  }
  if (over_) return;
  if (due_ + delivery_->ends_at > lane_.timers.now()) return later(delivery_->ends_at);
  const auto ending = delivery_->ending;
  delivery_.reset();
  if (ending == Delivery::Ending::hold) {
    held_ = true;
    if (ended_) finish(false);
    return;
  }
  state_ = State::head;
  const bool keep = head_.keep_alive && head_.minor == 1;
  if (ending != Delivery::Ending::keep || !keep) finish(ending == Delivery::Ending::reset);
}

void ServerConnection::refuse(int status, const std::string& why) {
  client_->write(write_answer(plain(status, "squall: " + why), "", false));
  finish(false);
}

// Answers what waits in the inbox, and reads no faster than the client takes its answers.
void ServerConnection::go_on() {
  const auto self = shared_from_this();
  if (!over_ && !inbox_.empty() && state_ != State::answering && !consuming_) inbox_.erase(0, consume(inbox_));
  if (over_) return;
  if (ended_ && state_ != State::answering) return finish(false);
  const bool too_much = client_->pending() > kHigh || (state_ == State::answering && inbox_.size() > kLow);
  if (too_much != paused_) {
    paused_ = too_much;
    if (too_much) {
      client_->pause();
    } else {
      client_->resume();
    }
  }
}

void ServerConnection::finish(bool reset) {
  if (over_) return;
  over_ = true;
  const auto self = shared_from_this();
  if (timer_ != 0) lane_.timers.cancel(timer_);
  if (reset) {
    client_->reset();
  } else {
    client_->close();
  }
  lane_.retire(*this);
}

}  // namespace squall::chaos::http
