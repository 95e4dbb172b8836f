// Faults of processes: of a service that Squall started, by its process group; else of the process that the system
// file names.

#include <signal.h>

#include <cerrno>
#include <cstring>

#include "contracts/core/units.h"
#include "harness/experiment/disruption.h"
#include "harness/experiment/probe.h"
#include "harness/session/process_state.h"
#include "harness/session/session.h"

namespace squall::harness {
namespace {

using Kind = ProcessFault::Kind;

// How long the kernel may take to do what a signal says.
constexpr Duration kUntilItHappens = std::chrono::seconds(5);
constexpr Duration kBetweenLooks = std::chrono::milliseconds(2);

class ProcessDisruption : public Disruption {
 public:
  ProcessDisruption(const ScheduledFault& fault, RunContext& context)
      : fault_(fault),
        context_(context),
        service_(*context.system.service(fault.process->service)),
        name_("service '" + service_.name + "'") {}

  contracts::Status apply(const std::stop_token& stop) override {
    pid_ = service_.start ? context_.session->pid_of(service_.name) : static_cast<pid_t>(*service_.pid);
    if (pid_ <= 0 || !is_alive(pid_)) {
      return contracts::fail(contracts::ErrorKind::unavailable,
                             name_ + " does not run" + (pid_ > 0 ? " (process " + std::to_string(pid_) + ")" : ""),
                             fault_.location);
    }
    began_ = true;
    switch (fault_.process->kind) {
      case Kind::stop:
        return halt();
      case Kind::kill:
        return kill();
      case Kind::restart:
        return restart(stop, false);
      default:
        return restart(stop, true);
    }
  }

  contracts::Status revert() override {
    if (!began_) return {};
    if (halted_) return go_on();
    if (!service_.start || context_.session->running(service_.name)) return {};
    // Teardown is next: it need not come up for that.
    if (context_.stop.stop_requested()) return {};
    SQUALL_TRY(start(context_.stop));
    evidence_ += ", and was started again";
    return {};
  }

  std::string evidence() const override { return evidence_; }

 private:
  contracts::Status halt() {
    SQUALL_TRY(send(SIGSTOP));
    halted_ = true;
    SQUALL_TRY(wait_until([this] { return is_halted(pid_); }, "was not halted"));
    evidence_ = process() + " was halted";
    return {};
  }

  contracts::Status go_on() {
    halted_ = false;
    SQUALL_TRY(send(SIGCONT));
    SQUALL_TRY(wait_until([this] { return !is_halted(pid_); }, "did not go on"));
    evidence_ += ", and went on";
    return {};
  }

  contracts::Status kill() {
    if (service_.start) {
      SQUALL_TRY(context_.session->kill(service_.name));
    } else {
      SQUALL_TRY(send(SIGKILL));
    }
    SQUALL_TRY(wait_until([this] { return !is_alive(pid_); }, "was not killed"));
    evidence_ = process() + " was killed";
    return {};
  }

  // Down for the time, or started at once and kept from its first step for so long.
  contracts::Status restart(const std::stop_token& stop, bool slowly) {
    SQUALL_TRY(context_.session->stop(service_.name));
    evidence_ = process() + " was stopped";
    if (!slowly && !pause_for(fault_.process->time, stop)) return {};
    SQUALL_TRY(context_.session->start_again(service_.name));
    pid_ = context_.session->pid_of(service_.name);
    if (slowly) {
      SQUALL_TRY(halt());
      evidence_ = "started again as " + process() + ", halted at its start for " +
                  contracts::format_duration(fault_.process->time);
      const bool passed = pause_for(fault_.process->time, stop);
      SQUALL_TRY(go_on());
      if (!passed) return {};
    } else {
      evidence_ +=
          ", down for " + contracts::format_duration(fault_.process->time) + ", and started again as " + process();
    }
    return context_.session->wait_ready(service_.name, stop);
  }

  contracts::Status start(const std::stop_token& stop) {
    SQUALL_TRY(context_.session->start_again(service_.name));
    return context_.session->wait_ready(service_.name, stop);
  }

  contracts::Status send(int number) {
    if (service_.start) return context_.session->signal(service_.name, number);
    if (::kill(pid_, number) == 0) return {};
    return contracts::fail(contracts::ErrorKind::unavailable,
                           name_ + ": " + process() + " cannot be signalled: " + std::strerror(errno), fault_.location);
  }

  template <class Happened>
  contracts::Status wait_until(Happened happened, const std::string& otherwise) {
    const auto end = std::chrono::steady_clock::now() + kUntilItHappens;
    while (!happened()) {
      if (std::chrono::steady_clock::now() >= end) {
        return contracts::fail(
            contracts::ErrorKind::timeout,
            name_ + ": " + process() + " " + otherwise + " within " + contracts::format_duration(kUntilItHappens),
            fault_.location);
      }
      pause_for(kBetweenLooks, {});
    }
    return {};
  }

  std::string process() const { return "process " + std::to_string(pid_); }

  const ScheduledFault& fault_;
  RunContext& context_;
  const ServiceSpec& service_;
  const std::string name_;
  pid_t pid_ = 0;
  bool began_ = false;
  bool halted_ = false;
  std::string evidence_;
};

}  // namespace

std::unique_ptr<Disruption> disrupt_process(const ScheduledFault& fault, RunContext& context) {
  return std::make_unique<ProcessDisruption>(fault, context);
}

}  // namespace squall::harness
