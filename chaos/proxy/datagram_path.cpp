#include "chaos/proxy/datagram_path.h"

#include <algorithm>
#include <utility>

namespace squall::chaos {
namespace {

constexpr std::size_t kOverhead = 512;  // of a datagram that waits, beside its bytes

template <class Strikes>
auto strike_of(Strikes& strikes, const ActiveFault& fault) {
  return std::find_if(strikes.begin(), strikes.end(),
                      [&](const Strike& strike) { return strike.fault.get() == &fault; });
}

}  // namespace

DatagramPath::DatagramPath(net::Timers& timers, DatagramSink& sink, Direction direction, WaitingRoom& room)
    : timers_(timers), sink_(sink), direction_(direction), room_(room), begun_(timers.now()) {}

void DatagramPath::push(std::string_view bytes, std::vector<Strike> strikes) {
  if (stopped_) return;
  const auto self = shared_from_this();
  const auto flight = std::make_shared<Flight>();
  flight->bytes = bytes;
  flight->arrived = timers_.now();
  flight->place = arrivals_++;
  flight->strikes = std::move(strikes);
  run(flight);
}

void DatagramPath::run(const FlightPtr& flight) {
  while (!stopped_ && flight->at < flight->strikes.size()) {
    if (!flight->asked) ask(*flight);
    if (flight->step < flight->steps.size()) {
      const Step step = std::move(flight->steps[flight->step++]);
      if (!execute(flight, step)) return;
      continue;
    }
    of_faults_[flight->strikes[flight->at].fault.get()].passed += flight->bytes.size();
    ++flight->at;
    flight->asked = false;
  }
  if (!stopped_) leave(*flight);
}

void DatagramPath::ask(Flight& flight) {
  auto& strike = flight.strikes[flight.at];
  auto& of_fault = of_faults_[strike.fault.get()];
  Context context{strike.random, of_fault.memory};
  context.datagrams = true;
  context.elapsed = timers_.now() - begun_;
  context.waited = timers_.now() - flight.arrived;
  context.active = timers_.now() - strike.fault->added;
  context.passed = of_fault.passed;
  flight.asked = true;
  flight.step = 0;
  flight.steps = strike.fault->fault->on_chunk(context, {direction_, Chunk::Kind::payload, flight.bytes});
}

// False when the datagram waits from now on, or is lost.
bool DatagramPath::execute(const FlightPtr& flight, const Step& step) {
  const auto fault = flight->strikes[flight->at].fault;
  if (const auto* const yields = std::get_if<Yield>(&step)) return yield(flight, *yields);
  const auto* const waits = std::get_if<Wait>(&step);
  if (waits != nullptr && waits->time.count() <= 0) return true;
  if (waits != nullptr || std::holds_alternative<Hold>(step)) {
    if (park(flight, waits != nullptr ? std::optional(waits->time) : std::nullopt)) {
      sink_.applied(*fault, to_string(step));
    }
    return false;
  }
  if (auto text = to_string(step); !text.empty()) sink_.applied(*fault, std::move(text));
  if (std::holds_alternative<Drop>(step)) return false;
  if (const auto* const replaces = std::get_if<Replace>(&step)) {
    flight->bytes = replaces->bytes;
  } else if (const auto* const sends = std::get_if<Send>(&step)) {
    const auto copy = std::make_shared<Flight>();
    copy->bytes = sends->bytes;
    copy->arrived = flight->arrived;
    copy->place = flight->place;
    copy->strikes = {flight->strikes.begin() + static_cast<std::ptrdiff_t>(flight->at) + 1, flight->strikes.end()};
    run(copy);
  }
  return !stopped_;
}

// It is said to have been executed when it was overtaken, or waited in vain.
bool DatagramPath::yield(const FlightPtr& flight, const Yield& yield) {
  const auto* const fault = flight->strikes[flight->at].fault.get();
  const bool taken = std::any_of(yielding_.begin(), yielding_.end(),
                                 [fault](const FlightPtr& other) { return other->yields_to == fault; });
  if (taken) return true;
  if (!park(flight, yield.at_most)) return false;
  flight->yields_to = fault;
  flight->to_overtake = yield.pieces;
  flight->overtaken = 0;
  yielding_.push_back(flight);
  return false;
}

bool DatagramPath::park(const FlightPtr& flight, std::optional<Duration> time) {
  const std::size_t size = flight->bytes.size() + kOverhead;
  if (room_.taken + size > WaitingRoom::kMost) {
    sink_.overflowed();
    return false;
  }
  room_.taken += size;
  flight->parked = parked_.insert(parked_.end(), flight);
  flight->is_parked = true;
  if (!time) return true;
  flight->timer = timers_.at(timers_.now() + *time, [self = shared_from_this(), flight, time] {
    flight->timer = 0;
    if (flight->yields_to != nullptr) self->sink_.applied(*flight->yields_to, to_string(Step{Wait{*time}}));
    self->go_on(flight);
  });
  return true;
}

void DatagramPath::unpark(const FlightPtr& flight) {
  if (flight->timer != 0) timers_.cancel(std::exchange(flight->timer, 0));
  if (!std::exchange(flight->is_parked, false)) return;
  if (std::exchange(flight->yields_to, nullptr) != nullptr) std::erase(yielding_, flight);
  parked_.erase(flight->parked);
  room_.taken -= flight->bytes.size() + kOverhead;
}

void DatagramPath::go_on(const FlightPtr& flight) {
  unpark(flight);
  run(flight);
}

void DatagramPath::leave(const Flight& flight) {
  sink_.deliver(direction_, flight.bytes);
  if (yielding_.empty()) return;
  for (const auto& yielding : std::vector(yielding_)) {
    if (yielding->yields_to == nullptr || yielding->place >= flight.place) continue;
    if (++yielding->overtaken < yielding->to_overtake) continue;
    sink_.applied(*yielding->yields_to, to_string(Step{Yield{yielding->to_overtake}}));
    go_on(yielding);
  }
}

void DatagramPath::remove(const ActiveFault& fault) {
  const auto self = shared_from_this();
  of_faults_.erase(&fault);
  for (const auto& flight : all_parked()) {
    const auto strike = strike_of(flight->strikes, fault);
    if (stopped_ || strike == flight->strikes.end()) continue;
    const auto index = static_cast<std::size_t>(strike - flight->strikes.begin());
    if (index < flight->at) continue;
    const bool waits_for_it = index == flight->at;
    flight->strikes.erase(strike);
    if (!waits_for_it) continue;
    flight->asked = false;
    go_on(flight);
  }
}

void DatagramPath::replace(const ActiveFault& old, const std::shared_ptr<ActiveFault>& fresh) {
  const auto self = shared_from_this();
  of_faults_.erase(&old);
  for (const auto& flight : all_parked()) {
    const auto strike = strike_of(flight->strikes, old);
    if (stopped_ || strike == flight->strikes.end()) continue;
    strike->fault = fresh;
    if (static_cast<std::size_t>(strike - flight->strikes.begin()) != flight->at) continue;
    flight->asked = false;
    go_on(flight);
  }
}

void DatagramPath::stop() {
  stopped_ = true;
  for (const auto& flight : all_parked()) unpark(flight);
}

}  // namespace squall::chaos
