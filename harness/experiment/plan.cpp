#include "harness/experiment/plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "contracts/core/units.h"
#include "harness/experiment/conduct.h"
#include "harness/experiment/injection.h"
#include "harness/experiment/storm.h"

namespace squall::harness {
namespace {

// Probes before and after take about this long when all is well.
constexpr Duration kProbes = std::chrono::milliseconds(500);

std::string when_text(const ScheduledFault& fault) {
  std::string text = "from " + contracts::format_duration(fault.from);
  text += fault.lasts ? " for " + contracts::format_duration(*fault.lasts) : " to the end of the load";
  return text;
}

std::string whom(const ScheduledFault& fault) {
  if (fault.process) return "everybody who needs " + fault.process->service + " suffers " + fault_text(fault);
  if (fault.lookup) return "everybody who asks for " + fault.lookup->name + " suffers " + fault_text(fault);
  return "whatever `" + fault.hook->inject + "` does, until `" + fault.hook->remove + "`";
}

std::string blast_radius(const System& system, const ExperimentSpec& spec) {
  std::string text;
  if (spec.load) {
    text = fmt::format("{} receives {} {} at {:g}/s for {}", spec.load->service, spec.load->request.method,
                       spec.load->request.target, spec.load->rate, contracts::format_duration(spec.load->duration));
  }
  for (const auto& fault : spec.faults) {
    const EdgeSpec* edge = system.edge(fault.edge);
    if (edge == nullptr && fault.edge.empty()) text += (text.empty() ? "" : "; ") + whom(fault);
    if (edge == nullptr) continue;
    text += (text.empty() ? "" : "; ") +
            ("calls of " + edge->from + " to " + edge->to + " suffer " + fault_text(fault.fault));
  }
  return text;
}

}  // namespace

std::vector<PlannedCheck> plan_experiments(const System& system) {
  std::vector<PlannedCheck> checks;
  for (const ExperimentSpec& spec : system.experiments) {
    PlannedCheck check;
    check.id = "experiment/" + spec.name;
    check.kind = reports::CheckKind::experiment;
    check.title = spec.name;
    for (const auto& fault : spec.faults) {
      const bool known = std::find(check.edges.begin(), check.edges.end(), fault.edge) != check.edges.end();
      if (!known && !fault.edge.empty()) check.edges.push_back(fault.edge);
      check.faults.push_back(fault_text(fault) + " " + when_text(fault));
    }
    check.blast_radius = blast_radius(system, spec);
    check.expected = length_of(spec) + kProbes;
    check.run = [planned = check, &spec](RunContext& context) { return conduct(spec, planned, context); };
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace squall::harness
