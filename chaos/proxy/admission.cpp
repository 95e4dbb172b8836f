#include "chaos/proxy/admission.h"

#include <unistd.h>

#include <algorithm>

#include "chaos/net/address.h"

namespace squall::chaos {
namespace {

struct Deaf final : net::StreamEvents {
  void on_bytes(std::string_view) override {}
  void on_end() override {}
  void on_reset() override {}
};

}  // namespace

Admission::~Admission() {
  for (const auto& guest : waiting_) ::close(guest.socket);
}

void Admission::arrive(int connected_socket, std::uint64_t occurrence) {
  const bool capped = std::any_of(lane_.faults.begin(), lane_.faults.end(),
                                  [](const auto& fault) { return fault->layer == Layer::arrival; });
  Guest guest{connected_socket, occurrence, {}, {}, {}};
  if (!capped) return enter(guest);
  guest.strikes = lane_.strikes_before(Layer::arrival, net::peer_text(connected_socket), occurrence, guest.attempt);
  guest.memories.resize(guest.strikes.size());
  guest.attempt.connected = guest.attempt.request_started = lane_.timers.now();
  switch (judge(guest)) {
    case Verdict::enters:
      return enter(guest);
    case Verdict::is_gone:
      return;
    case Verdict::waits:
      break;
  }
  waiting_.push_back(std::move(guest));
  waiters_ = waiting_.size();
  reconsider();  // somebody may have left before it was known that one waits
}

void Admission::left() {
  --inside_;
  if (waiters_ == 0) return;
  loop_.post([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->reconsider();
  });
}

void Admission::reconsider() {
  std::erase_if(waiting_, [this](Guest& guest) {
    renew(guest.strikes);
    const auto verdict = judge(guest);
    if (verdict == Verdict::enters) enter(guest);
    return verdict != Verdict::waits;
  });
  waiters_ = waiting_.size();
}

void Admission::turn_away() {
  for (auto& guest : waiting_) send_away(guest, Ending::rst);
  waiting_.clear();
  waiters_ = 0;
}

Admission::Verdict Admission::judge(Guest& guest) {
  for (std::size_t i = 0; i < guest.strikes.size(); ++i) {
    auto& strike = guest.strikes[i];
    Context context{strike.random, guest.memories[i]};
    context.open = inside_;
    for (const auto& step : strike.fault->fault->on_accept(context)) {
      const bool resets = std::holds_alternative<Reset>(step);
      if (!resets && !std::holds_alternative<Close>(step) && !std::holds_alternative<Hold>(step)) continue;
      lane_.applied(guest.attempt, *strike.fault, to_string(step));
      if (std::holds_alternative<Hold>(step)) return Verdict::waits;
      send_away(guest, resets ? Ending::rst : Ending::fin);
      return Verdict::is_gone;
    }
  }
  return Verdict::enters;
}

void Admission::enter(Guest& guest) {
  ++inside_;
  enter_(guest.socket, guest.occurrence, std::move(guest.attempt.faults));
}

void Admission::send_away(Guest& guest, Ending ending) {
  static Deaf deaf;
  const auto consumer = loop_.adopt(guest.socket);
  consumer->start(&deaf);
  end(*consumer, ending);
  lane_.counters.connected();
  lane_.counters.disconnected();
  lane_.came_to_nothing(guest.attempt, Peer::proxy, ending);
}

// A fault that was updated goes on under its id, one that was removed is gone.
void Admission::renew(std::vector<Strike>& strikes) const {
  for (auto& strike : strikes) {
    const auto now = std::find_if(lane_.faults.begin(), lane_.faults.end(),
                                  [&](const auto& fault) { return fault->spec.id == strike.fault->spec.id; });
    strike.fault = now == lane_.faults.end() ? nullptr : *now;
  }
  std::erase_if(strikes, [](const Strike& strike) { return strike.fault == nullptr; });
}

}  // namespace squall::chaos
