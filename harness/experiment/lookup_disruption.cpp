// Faults of lookups: what a name server or catalogue of the run answers for a name.

#include "harness/check/name_service.h"
#include "harness/experiment/disruption.h"
#include "reports/model/text.h"

namespace squall::harness {
namespace {

class LookupDisruption : public Disruption {
 public:
  LookupDisruption(const ScheduledFault& fault, RunContext& context) : fault_(*fault.lookup), names_(*context.names) {}

  contracts::Status apply(const std::stop_token&) override {
    before_ = names_.struck(fault_.name);
    if (!fault_.moved_edge.empty()) SQUALL_TRY(names_.move(fault_.moved_edge, true));
    SQUALL_TRY(names_.strike(fault_.name, fault_.fault));
    return {};
  }
  contracts::Status revert() override {
    lookups_ = names_.struck(fault_.name) - before_;
    names_.mend(fault_.name);
    if (!fault_.moved_edge.empty()) SQUALL_TRY(names_.move(fault_.moved_edge, false));
    return {};
  }
  // A name that nobody asked for was broken for nobody.
  std::string evidence() const override {
    return lookups_ == 0 ? "" : reports::counted(lookups_, "lookup") + " met it";
  }

 private:
  const LookupFault& fault_;
  NameService& names_;
  std::uint64_t before_ = 0, lookups_ = 0;
};

}  // namespace

std::unique_ptr<Disruption> disrupt_lookups(const ScheduledFault& fault, RunContext& context) {
  return std::make_unique<LookupDisruption>(fault, context);
}

}  // namespace squall::harness
