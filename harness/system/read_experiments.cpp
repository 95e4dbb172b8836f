#include <algorithm>

#include "contracts/core/units.h"
#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Node;

SteadyState read_steady_state(Reading& reading, const Node& node, const std::string& entry) {
  const Fields fields(reading.source, node);
  SteadyState steady;
  steady.request = read_request(reading, fields, "request");
  steady.service = read_target_service(reading, fields, entry);
  if (const auto status = fields.integer("status")) steady.status = static_cast<int>(*status);
  steady.within = fields.duration("within");
  return steady;
}

LoadSpec read_load(Reading& reading, const Node& node, const std::string& entry) {
  const Fields fields(reading.source, node);
  LoadSpec load;
  load.request = read_request(reading, fields, "request");
  load.service = read_target_service(reading, fields, entry);
  load.rate = fields.rate("rate").value_or(load.rate);
  load.duration = fields.duration("for").value_or(load.duration);
  if (load.rate <= 0) reading.source.mistake(*fields.find("rate"), "a load of 0/s sends nothing");
  if (load.duration.count() <= 0) reading.source.mistake(*fields.find("for"), "a load of no length sends nothing");
  return load;
}

Invariant read_invariant(Reading& reading, const Node& node, const std::string& entry) {
  const Fields fields(reading.source, node);
  Invariant invariant;
  invariant.probe = read_request(reading, fields, "probe");
  invariant.service = read_target_service(reading, fields, entry);
  invariant.pointer = fields.text("pointer");
  if (const Node* equals = fields.find("equals"); equals != nullptr && equals->text() != "before") {
    invariant.equals = reading.source.value(*equals);
  }
  invariant.within = fields.duration("within").value_or(invariant.within);
  invariant.location = reading.source.locate(node);
  return invariant;
}

ExperimentExpect read_expect(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  ExperimentExpect expect;
  expect.location = reading.source.locate(node);
  expect.success = fields.comparison("success");
  expect.p50 = fields.comparison("p50");
  expect.p95 = fields.comparison("p95");
  expect.p99 = fields.comparison("p99");
  expect.in_contract = fields.boolean("in_contract");
  return expect;
}

std::vector<ScheduledFault> read_faults(Reading& reading, const Fields& fields, const std::optional<LoadSpec>& load) {
  std::vector<ScheduledFault> faults;
  const Node* section = fields.find("faults");
  if (section == nullptr) return faults;
  for (const Node& node : section->items()) {
    if (!node.is_object()) continue;
    ScheduledFault fault = read_fault(reading, node);
    if (load && fault.from >= load->duration) {
      reading.source.mistake(
          *node.find("from"),
          "the fault begins when the load of " + contracts::format_duration(load->duration) + " is over",
          "begin it earlier, or give the load a longer `for`");
    }
    const auto replicas = reading.system.edges_of(fault.edge);
    for (const EdgeSpec* replica : replicas) {
      fault.edge = replica->name;
      faults.push_back(fault);
    }
    if (replicas.empty()) faults.push_back(std::move(fault));
  }
  return faults;
}

// What an experiment needs for its expectations to mean anything.
void check_sense(Reading& reading, const Fields& fields, const ExperimentSpec& experiment) {
  for (const char* key : {"faults", "expect", "abort_when"}) {
    if (fields.find(key) != nullptr && fields.find("load") == nullptr) {
      reading.source.mistake_at_key(fields.node(), key,
                                    "without a load, `" + std::string(key) + "` has nothing to work on", "add `load`");
      return;
    }
  }
  if (!experiment.load && experiment.steady_state.empty() && experiment.invariants.empty()) {
    reading.source.mistake(fields.node(), "the experiment does nothing", "add `load` and `faults`");
  }
}

}  // namespace

void read_experiments(Reading& reading) {
  const Node* section = reading.source.root().find("experiments");
  if (section == nullptr) return;
  const std::string entry = entry_service(reading.system);
  for (const Node& node : section->items()) {
    if (!node.is_object()) continue;
    const Fields fields(reading.source, node);
    ExperimentSpec experiment;
    experiment.location = reading.source.locate(node);
    experiment.name = fields.text("name");
    const auto& before = reading.system.experiments;
    if (std::any_of(before.begin(), before.end(), [&](const ExperimentSpec& e) { return e.name == experiment.name; }) &&
        !experiment.name.empty()) {
      reading.source.mistake(*fields.find("name"), "there are two experiments '" + experiment.name + "'",
                             "`--only` picks by name");
    }
    if (const Node* steady = fields.find("steady_state")) {
      for (const Node& item : steady->items())
        experiment.steady_state.push_back(read_steady_state(reading, item, entry));
    }
    if (const Node* load = fields.find("load"); load != nullptr && load->is_object())
      experiment.load = read_load(reading, *load, entry);
    experiment.faults = read_faults(reading, fields, experiment.load);
    if (const Node* abort = fields.find("abort_when")) {
      const Fields inner(reading.source, *abort);
      AbortWhen abort_when;
      abort_when.success = inner.comparison("success").value_or(Comparison{});
      abort_when.lasts = inner.duration("for").value_or(abort_when.lasts);
      experiment.abort_when = abort_when;
    }
    if (const Node* expect = fields.find("expect")) experiment.expect = read_expect(reading, *expect);
    if (const Node* invariants = fields.find("invariants")) {
      for (const Node& item : invariants->items())
        experiment.invariants.push_back(read_invariant(reading, item, entry));
    }
    check_sense(reading, fields, experiment);
    reading.system.experiments.push_back(std::move(experiment));
  }
}

}  // namespace squall::harness
