// A hook: commands of the user's that break something and mend it: kubectl, docker, tc.

#include "harness/experiment/disruption.h"
#include "harness/session/session.h"

namespace squall::harness {
namespace {

class HookDisruption : public Disruption {
 public:
  HookDisruption(const ScheduledFault& fault, RunContext& context) : fault_(fault), session_(*context.session) {}

  contracts::Status apply(const std::stop_token& stop) override {
    SQUALL_TRY(run("inject", fault_.hook->inject, stop));
    evidence_ = "`" + fault_.hook->inject + "` exited 0";
    return {};
  }
  // Whatever became of inject, and whatever stops the run.
  contracts::Status revert() override {
    SQUALL_TRY(run("remove", fault_.hook->remove, {}));
    if (!evidence_.empty()) evidence_ += ", `" + fault_.hook->remove + "` exited 0";
    return {};
  }
  std::string evidence() const override { return evidence_; }

 private:
  contracts::Status run(const std::string& part, const std::string& command, const std::stop_token& stop) {
    ServiceProcess process;
    process.name = "hook/" + part;
    process.command = {"/bin/sh", "-c", command};
    process.directory = fault_.hook->directory;
    process.location = fault_.location;
    return session_.run(process, fault_.hook->within, stop);
  }

  const ScheduledFault& fault_;
  Session& session_;
  std::string evidence_;
};

}  // namespace

std::unique_ptr<Disruption> disrupt_by_hook(const ScheduledFault& fault, RunContext& context) {
  return std::make_unique<HookDisruption>(fault, context);
}

}  // namespace squall::harness
