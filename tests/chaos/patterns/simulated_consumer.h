#pragma once
// A consumer and its provider in virtual time: what an edge's timeline looks like for a consumer that times out,
// retries and breaks the circuit in known ways. No thread, no socket, no clock.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "contracts/core/random.h"
#include "contracts/core/units.h"
#include "tests/chaos/patterns/consumer_traits.h"
#include "tests/chaos/patterns/simulated_breaker.h"

namespace squall::tests {

using chaos::Attempt;
using chaos::Call;

class SimulatedConsumer {
 public:
  explicit SimulatedConsumer(ConsumerTraits traits, std::uint64_t seed = 1, bool inject = true)
      : traits_(std::move(traits)), inject_(inject), random_(seed, "test.consumer"), jitter_(seed, "test.jitter") {}

  Instant now() const { return now_; }
  bool propagates_trace() const { return traits_.propagates_trace; }
  void wait(Duration time) { now_ += time; }
  std::string put(const chaos::FaultSpec& fault) {
    fault_ = fault;
    return "fault";
  }
  void lift() {
    fault_.reset();
    for (Attempt& attempt : attempts_) {  // what a hold kept is let go
      if (attempt.ended && *attempt.ended <= now_) continue;
      attempt.ended = attempt.last_byte = attempt.first_byte = now_ + 1ms;
      attempt.status = 200;
    }
  }

  Call call(Duration client_timeout, std::size_t attempts_at_most) {
    Call call;
    call.id = ++ids_;
    call.purpose = "stimulus";
    call.method = traits_.method;
    call.target = "/orders";
    call.operation = traits_.method + " /orders";
    call.trace_id = trace(call.id);
    call.started = now_;
    given_up_at_ = now_ + client_timeout;
    attempts_left_ = attempts_at_most == 0 ? kForEver : attempts_at_most;
    now_ += 1ms + noise();
    if (traits_.background) send_in_background();
    answer(call);
    if (now_ > given_up_at_) {
      call.error = attempts_left_ == 0 ? chaos::CallError::cancelled : chaos::CallError::timeout;
      call.status = 0;
      now_ = std::min(now_, given_up_at_);
    }
    call.finished = now_;
    return call;
  }

  std::vector<Attempt> attempts(Instant from, Instant to) const {
    std::vector<Attempt> found;
    for (Attempt attempt : attempts_) {
      if (attempt.request_started < from || attempt.request_started >= to) continue;
      blank_after(attempt.first_byte, to);
      blank_after(attempt.last_byte, to);
      blank_after(attempt.consumer_closed, to);
      if (attempt.ended && *attempt.ended > to) {
        attempt.ended.reset();
        attempt.ended_by = chaos::Peer::none;
        attempt.ending = chaos::Ending::open;
      }
      if (!attempt.first_byte) attempt.status = 0;
      found.push_back(attempt);
    }
    return found;
  }
  // On the edge to this consumer.
  std::vector<Attempt> elsewhere(Instant from, Instant to) const {
    std::vector<Attempt> found;
    for (const Instant when : outer_gave_up_) {
      if (when < from || when >= to) continue;
      Attempt& attempt = found.emplace_back();
      attempt.edge = "x-a";
      end_by_consumer(attempt, when);
    }
    for (const Attempt& attempt : from_above_) {
      if (attempt.request_started >= from && attempt.request_started < to) found.push_back(attempt);
    }
    return found;
  }
  std::size_t open_attempts() const {
    return static_cast<std::size_t>(std::count_if(attempts_.begin(), attempts_.end(),
                                                  [&](const Attempt& a) { return !a.ended || *a.ended > now_; }));
  }

 private:
  enum class Result { success, failed, ambiguous, rejected, told };

  static void blank_after(std::optional<Instant>& when, Instant to) {
    if (when && *when > to) when.reset();
  }
  Duration noise() { return Duration(static_cast<Duration::rep>(random_.below(400'000))); }
  static std::string trace(std::uint64_t id) {
    std::string text = std::to_string(id);
    return std::string(32 - text.size(), '0') + text;
  }

  void answer(Call& call) {
    for (std::size_t n = 0; n < traits_.outer_tries && (n == 0 || call.status >= 500); ++n) {
      Attempt above;
      above.edge = "x-a";
      above.method = traits_.method;
      above.request_headers.add("traceparent", "00-" + call.trace_id + "-00f067aa0ba902b7-01");
      above.request_started = now_;
      answer_once(call);
      above.status = call.status;
      above.first_byte = above.last_byte = above.ended = now_;
      if (traits_.outer_impatient) end_by_consumer(above, above.request_started + 1ms);
      from_above_.push_back(std::move(above));
    }
  }

  void answer_once(Call& call) {
    if (!traits_.reaches_edge) return finish(call, 200, true);
    for (std::size_t n = 0; n < traits_.calls_by_design; ++n) {
      if (!one_operation(call, n)) {
        const int status = traits_.fallback_status.value_or(traits_.failure_status);
        return finish(call, status, traits_.fallback_status ? traits_.fallback_declared : traits_.failure_declared);
      }
    }
    finish(call, 200, true);
  }

  void finish(Call& call, int status, bool declared) {
    now_ += 1ms + noise();
    call.status = status;
    call.in_contract = declared;
    if (!declared) {
      call.departure = status >= 500 ? "response.status.undeclared: status 500 is not declared"
                                     : "response.body.schema: body: required member 'id' is missing";
    }
    call.first_byte = now_;
  }

  void send_in_background() {
    Call own;
    own.id = ++ids_;
    own.trace_id = "b" + trace(own.id).substr(1);
    const auto fault = std::exchange(fault_, std::nullopt);
    send(own, 90, 0);
    fault_ = fault;
  }

  // True: it succeeded.
  bool one_operation(const Call& call, std::size_t design) {
    for (std::size_t attempt = 0; attempt == 0 || attempt <= traits_.retries; ++attempt) {
      if (breaker_.denies(now_)) return false;
      if (now_ > given_up_at_) return false;
      const Result result = send(call, design, attempt);
      breaker_.count(now_, result == Result::success, result == Result::rejected);
      if (result == Result::success) return true;
      if (result == Result::rejected && !traits_.retries_rejections) return false;
      if (result == Result::ambiguous && !traits_.retries_ambiguous) return false;
      if (result == Result::failed && !traits_.retries_answers) return false;
      if (result == Result::told && !traits_.retries_told) return false;
      if (attempts_left_ == 0) {
        given_up_at_ = now_;
        now_ += 1ms;
        return false;
      }
      const Duration told = traits_.honours_retry_after && fault_ ? given("retry_after") : Duration(0);
      if (attempt < traits_.retries) now_ += std::max(told, pause(attempt));
      if (traits_.closes_to_try_again && result == Result::ambiguous && attempt < traits_.retries)
        attempts_.back().consumer_closed = attempts_.back().ended = now_;
    }
    return false;
  }

  Duration pause(std::size_t attempt) {
    if (traits_.pauses.empty()) return 0ms;
    const Duration base = traits_.pauses[std::min(attempt, traits_.pauses.size() - 1)];
    const double factor = 1.0 - traits_.jitter * jitter_.unit();
    return Duration(static_cast<Duration::rep>(static_cast<double>(base.count()) * factor)) + noise();
  }

  Duration given(const char* name) const {
    const auto* text = fault_->parameters.find(name);
    return text == nullptr ? 0ms : *contracts::parse_duration(text->text());
  }

  Result send(const Call& call, std::size_t design, std::size_t number) {
    Attempt& attempt = attempts_.emplace_back();
    attempt.id = ++ids_;
    attempt.edge = "a-b";
    attempt.method = traits_.method;
    attempt.target = "/charges";
    attempt.operation = traits_.method + " /charges";
    attempt.body_hash = design + 7 + (traits_.changing_bodies ? 100 * attempt.id : 0);
    if (attempts_.size() > 1 && number == 0 && !fresh_) attempt.ordinal = 1;
    fresh_ = false;
    attempt.connection = attempt.ordinal > 0 ? 1 : attempt.id;
    if (traits_.propagates_trace)
      attempt.request_headers.add("traceparent", "00-" + call.trace_id + "-00f067aa0ba902b7-01");
    if (traits_.key != ConsumerTraits::Key::none) attempt.request_headers.add(traits_.key_header, key(call, number));
    if (attempts_left_ != kForEver && attempts_left_ > 0) --attempts_left_;
    attempt.connected = attempt.request_started = now_;
    attempt.request_complete = now_;
    if (!fault_ || !inject_) return answered(attempt, 2ms, 200, true);
    attempt.faults.push_back({"fault", fault_->kind, fault_->kind, now_});
    if (fault_->kind == "declared_error") {
      attempt.legality = chaos::Legality::legal;
      return answered(attempt, 0ms, 503, false);
    }
    if (fault_->kind == "close") {
      fresh_ = true;
      return answered(attempt, 2ms, 200, true);
    }
    if (fault_->kind == "canary") return answered(attempt, 2ms, 200, true);
    if (fault_->kind == "throttle") {
      const int status = fault_status();
      answered(attempt, 0ms, status, false);
      return status == 429 ? Result::told : Result::failed;
    }
    if (fault_->kind == "abort") return answered(attempt, 0ms, fault_status(), false);
    if (fault_->kind == "reset") return reset(call, attempt, design);
    if (fault_->kind == "blackhole") return unreached();
    return held(attempt);
  }

  std::string key(const Call& call, std::size_t number) const {
    switch (traits_.key) {
      case ConsumerTraits::Key::stable:
        return "key-" + std::to_string(call.id);
      case ConsumerTraits::Key::fresh:
        return "key-" + std::to_string(call.id) + "-" + std::to_string(number);
      default:
        return "key";
    }
  }
  int fault_status() const { return std::stoi(fault_->parameters.find("status")->text()); }

  Result answered(Attempt& attempt, Duration after, int status, bool from_provider) {
    now_ += after + noise();
    attempt.first_byte = attempt.last_byte = attempt.ended = now_;
    attempt.status = status;
    attempt.from_provider = from_provider;
    if (status < 400) return Result::success;
    return status < 500 ? Result::rejected : Result::failed;
  }

  Result reset(const Call& call, Attempt& attempt, std::size_t design) {
    now_ += noise();
    attempt.ended = now_;
    attempt.ended_by = chaos::Peer::proxy;
    attempt.ending = chaos::Ending::rst;
    if (fault_->parameters.find("when") != nullptr) {  // in mid-body: the head has come
      attempt.first_byte = now_;
      attempt.status = 200;
      return Result::ambiguous;
    }
    if (traits_.transport_replays && attempt.ordinal > 0) return send(call, design, 99);
    return Result::ambiguous;
  }

  // Its SYN is not answered.
  Result unreached() {
    Attempt attempt = attempts_.back();
    attempts_.pop_back();
    attempt.method = attempt.target = attempt.operation = "";
    attempt.request_headers = {};
    attempt.request_complete.reset();
    const Duration limit = std::min(traits_.connect.value_or(3600s), traits_.total.value_or(3600s));
    const Instant over = std::min(now_ + limit + noise(), given_up_at_ + 1ms);
    if (traits_.closes || over > given_up_at_) end_by_consumer(attempt, over);
    now_ = over;
    if (traits_.connects_visibly) attempts_.push_back(std::move(attempt));
    return Result::failed;
  }

  static void end_by_consumer(Attempt& attempt, Instant when) {
    attempt.consumer_closed = attempt.ended = when;
    attempt.ended_by = chaos::Peer::consumer;
    attempt.ending = chaos::Ending::fin;
  }

  // The soonest of its limits that a hold, a trickle or a stall runs into.
  std::optional<Duration> limit_on(std::string_view kind) const {
    const bool body = kind == "trickle" || kind == "stall";
    const bool watched = !body || (traits_.watches_body && (kind == "stall" || traits_.total_deadline));
    std::optional<Duration> least = traits_.total;
    const auto also = [&](std::optional<Duration> limit) {
      if (limit && (!least || *limit < *least)) least = limit;
    };
    if (watched) also(traits_.timeout);
    if (kind == "stall") also(traits_.idle);
    also(traits_.outer);
    return least;
  }

  // A hold, a trickle or a stall: how the consumer's timeout takes it.
  Result held(Attempt& attempt) {
    const bool body = fault_->kind == "trickle" || fault_->kind == "stall";
    const Duration hold =
        fault_->kind == "trickle" ? static_cast<Duration::rep>(traits_.body_bytes) * given("gap") : given("for");
    const Instant asked = now_;
    if (body) attempt.first_byte = attempt.last_byte = now_ + 1ms;
    const auto limit = limit_on(fault_->kind);
    if (limit && *limit < hold && asked + *limit < given_up_at_) {
      now_ += *limit + noise();
      if (traits_.closes) {
        end_by_consumer(attempt, now_);
        if (fault_->kind == "trickle") attempt.last_byte = std::max(asked + 1ms, now_ - given("gap") / 2);
        if (traits_.outer && *limit == *traits_.outer) outer_gave_up_.push_back(now_ - 1ms);
      } else {
        attempt.first_byte = attempt.last_byte = attempt.ended = asked + hold;
        attempt.status = 200;
      }
      return Result::ambiguous;
    }
    if (asked + hold > given_up_at_) {
      now_ = given_up_at_ + 1ms;
      end_by_consumer(attempt, given_up_at_);
      return Result::ambiguous;
    }
    return answered(attempt, hold, 200, true);
  }

  ConsumerTraits traits_;
  SimulatedBreaker breaker_{traits_};
  bool inject_;
  contracts::Random random_;
  contracts::Random jitter_;  // a stream of its own: pauses do not depend on what was measured before
  Instant now_{1s};
  Instant given_up_at_{};
  std::size_t attempts_left_ = kForEver;
  std::uint64_t ids_ = 0;
  bool fresh_ = false;  // the next attempt finds no connection to reuse
  std::optional<chaos::FaultSpec> fault_;
  std::vector<Attempt> attempts_;
  std::vector<Instant> outer_gave_up_;
  std::vector<Attempt> from_above_;
};

}  // namespace squall::tests
