#include "harness/experiment/disruption.h"

namespace squall::harness {
namespace {

class EdgeDisruption : public Disruption {
 public:
  EdgeDisruption(const ScheduledFault& fault, std::string id, chaos::Engine& engine)
      : edge_(fault.edge), fault_(fault.fault), engine_(engine) {
    if (fault_.id.empty()) fault_.id = std::move(id);
  }

  contracts::Status apply(const std::stop_token&) override {
    SQUALL_TRY_ASSIGN(id_, engine_.add_fault(edge_, fault_));
    return {};
  }
  contracts::Status revert() override {
    if (!id_.empty()) static_cast<void>(engine_.remove_fault(edge_, id_));
    return {};
  }
  std::string id() const override { return id_; }

 private:
  const std::string edge_;
  chaos::FaultSpec fault_;
  chaos::Engine& engine_;
  std::string id_;
};

}  // namespace

std::unique_ptr<Disruption> disrupt_edge(const ScheduledFault& fault, std::string id, RunContext& context) {
  return std::make_unique<EdgeDisruption>(fault, std::move(id), context.engine);
}

std::unique_ptr<Disruption> make_disruption(const ScheduledFault& fault, std::string id, RunContext& context) {
  if (fault.process) return disrupt_process(fault, context);
  if (fault.hook) return disrupt_by_hook(fault, context);
  if (fault.lookup) return disrupt_lookups(fault, context);
  return disrupt_edge(fault, std::move(id), context);
}

}  // namespace squall::harness
