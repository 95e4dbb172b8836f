#pragma once
// A stage in virtual time over a simulated consumer.

#include "harness/resilience/stage.h"
#include "tests/chaos/patterns/simulated_consumer.h"

namespace squall::tests {

class SimulatedStage : public harness::Stage {
 public:
  explicit SimulatedStage(ConsumerTraits traits, std::uint64_t seed = 1, bool inject = true)
      : consumer_(std::move(traits), seed, inject) {}

  std::string prepare(std::size_t) override { return ""; }
  chaos::Instant now() const override { return consumer_.now(); }
  void wait(chaos::Duration time) override { consumer_.wait(time); }
  bool stopped() const override { return calls_ >= stop_after_; }
  chaos::Call call(const harness::Stimulus& stimulus) override {
    ++calls_;
    chaos::Call call = consumer_.call(stimulus.timeout, stimulus.attempts_at_most);
    call.purpose = stimulus.purpose;
    return call;
  }
  std::vector<chaos::Call> volley(const harness::Volley& volley) override {
    std::vector<chaos::Call> calls;  // this consumer serves one at a time
    for (std::size_t n = 0; n < volley.calls && !stopped(); ++n) calls.push_back(call(volley.stimulus));
    return calls;
  }
  void begin_beside(const std::vector<std::string>&, chaos::Duration) override {}
  std::vector<chaos::Call> end_beside() override { return {}; }
  std::vector<std::string> read_state() override { return {}; }
  std::vector<chaos::Attempt> attempts_elsewhere(chaos::Instant, chaos::Instant) const override { return {}; }
  contracts::Result<std::string> put(const chaos::FaultSpec& fault, const std::string&) override {
    if (refuses_faults_)
      return contracts::fail(contracts::ErrorKind::usage, "fault '" + fault.kind + "' needs an http edge");
    ++on_;
    return consumer_.put(fault);
  }
  void lift(const std::string&) override {
    --on_;
    consumer_.lift();
  }
  std::vector<chaos::Attempt> attempts(chaos::Instant from, chaos::Instant to) const override {
    return consumer_.attempts(from, to);
  }
  std::size_t open_attempts() const override { return consumer_.open_attempts(); }
  std::vector<chaos::FaultWindow> windows(chaos::Instant, chaos::Instant) const override { return {}; }

  void stop_after(std::size_t calls) { stop_after_ = calls; }
  void refuse_faults() { refuses_faults_ = true; }
  int faults_on() const { return on_; }
  std::size_t calls() const { return calls_; }

 private:
  SimulatedConsumer consumer_;
  std::size_t calls_ = 0;
  std::size_t stop_after_ = kForEver;
  bool refuses_faults_ = false;
  int on_ = 0;
};

}  // namespace squall::tests
