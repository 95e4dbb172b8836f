#include "chaos/proxy/handshake_faults.h"

namespace squall::chaos {
namespace {

tls::Flaw flaw_of(CertificateFlaw flaw) {
  switch (flaw) {
    case CertificateFlaw::expired:
      return tls::Flaw::expired;
    case CertificateFlaw::wrong_host:
      return tls::Flaw::wrong_host;
    case CertificateFlaw::self_signed:
      return tls::Flaw::self_signed;
    case CertificateFlaw::unknown_ca:
      return tls::Flaw::unknown_ca;
  }
  return tls::Flaw::none;
}

}  // namespace

void HandshakeFaults::strike(const std::string& client, std::uint64_t occurrence) {
  strikes_ = lane_.strikes_before(Layer::handshake, client, occurrence, attempt_);
  memories_.resize(strikes_.size());
  offer_.whole = any();
}

void HandshakeFaults::reach(HandshakeStage stage) {
  stage_ = stage;
  for (std::size_t i = 0; i < strikes_.size(); ++i) {
    Context context{strikes_[i].random, memories_[i]};
    context.elapsed = lane_.timers.now() - attempt_.connected;
    for (auto& step : strikes_[i].fault->fault->on_handshake(context, stage)) {
      due_.emplace_back(strikes_[i].fault, std::move(step));
    }
  }
  run();
}

void HandshakeFaults::run() {
  while (!stopped_ && !due_.empty()) {
    const Due due = std::move(due_.front());
    due_.pop_front();
    if (!execute(due)) return;
  }
  if (!stopped_) actions_.go_on(stage_);
}

// False when the next step has to wait.
bool HandshakeFaults::execute(const Due& due) {
  const auto& [fault, step] = due;
  const auto* const present = std::get_if<Present>(&step);
  if (present != nullptr || std::holds_alternative<OldProtocol>(step)) {
    if (present != nullptr) offer_.flaw = flaw_of(present->flaw);
    offer_.old_protocol = offer_.old_protocol || present == nullptr;
    in_offer_.push_back(due);
    return true;
  }
  const auto* const wait = std::get_if<Wait>(&step);
  const bool holds = wait != nullptr || std::holds_alternative<Hold>(step);
  const bool rst = std::holds_alternative<Reset>(step);
  if (!holds && !rst && !std::holds_alternative<Close>(step)) return true;
  lane_.applied(attempt_, *fault, to_string(step));
  if (!holds) {
    actions_.end(rst ? Ending::rst : Ending::fin);
    return false;
  }
  holding_ = fault;
  if (wait != nullptr) {
    timer_ = lane_.timers.at(lane_.timers.now() + wait->time, [this] {
      timer_ = 0;
      holding_.reset();
      run();
    });
  }
  return false;
}

void HandshakeFaults::removed(const ActiveFault& fault) {
  if (stopped_ || holding_.get() != &fault) return;
  holding_.reset();
  if (timer_ != 0) lane_.timers.cancel(std::exchange(timer_, 0));
  run();
}

void HandshakeFaults::offered(bool certificate) {
  for (const auto& [fault, step] : in_offer_) {
    if (std::holds_alternative<Present>(step) == certificate) lane_.applied(attempt_, *fault, to_string(step));
  }
}

void HandshakeFaults::stop() {
  stopped_ = true;
  if (timer_ != 0) lane_.timers.cancel(std::exchange(timer_, 0));
}

}  // namespace squall::chaos
