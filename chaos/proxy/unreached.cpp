#include "chaos/proxy/unreached.h"

#include <algorithm>

#include "chaos/net/unanswered_syns.h"

namespace squall::chaos {

void Unreached::silenced_by(const net::Address& port, std::vector<std::shared_ptr<ActiveFault>> faults) {
  if (faults_.empty() != faults.empty()) look();  // who came or went until now is told by how it was until now
  port_ = port;
  faults_ = std::move(faults);
  look_again();
}

void Unreached::stop() {
  faults_.clear();
  for (const auto& [socket, attempt] : open_) end(attempt, false);
  open_.clear();
}

void Unreached::look_again() {
  if (looking_ || (faults_.empty() && open_.empty())) return;
  looking_ = true;
  lane_.timers.at(lane_.timers.now() + kLook, [weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self) return;
    self->looking_ = false;
    self->look();
    self->look_again();
  });
}

void Unreached::look() {
  if (faults_.empty() && open_.empty()) return;
  const auto waiting = net::unanswered_syns(port_);
  if (!waiting) return stop();
  std::erase_if(open_, [&](const auto& entry) {
    if (std::find(waiting->begin(), waiting->end(), entry.first) != waiting->end()) return false;
    end(entry.second, !faults_.empty());
    return true;
  });
  if (faults_.empty()) return;
  for (const std::uint64_t socket : *waiting) {
    if (!open_.contains(socket)) begin(socket);
  }
}

void Unreached::begin(std::uint64_t socket) {
  Attempt attempt;
  attempt.id = lane_.timeline.next_id();
  attempt.edge = lane_.config->name;
  attempt.connection = lane_.timeline.next_id();
  attempt.connected = attempt.request_started = lane_.timers.now();
  lane_.counters.attempted();
  for (const auto& fault : faults_) lane_.applied(attempt, *fault, "no answer to the SYN");
  lane_.timeline.record(attempt);
  open_.emplace(socket, std::move(attempt));
}

// Once the port answers again nobody can tell a consumer that gave up from one that is through.
void Unreached::end(Attempt attempt, bool given_up) {
  attempt.ended = lane_.timers.now();
  if (given_up) {
    attempt.consumer_closed = attempt.ended;
    attempt.ended_by = Peer::consumer;
    attempt.ending = Ending::fin;
  }
  attempt.legality = Legality::transport;
  lane_.ended(attempt);
}

}  // namespace squall::chaos
