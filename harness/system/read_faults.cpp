#include "chaos/faults/registry.h"
#include "harness/system/notation.h"
#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Node;

// {latency: 800ms} is {latency: {mean: 800ms}} when `mean` is what a bare value stands for.
contracts::Value parameters_of(Reading& reading, const chaos::FaultDescriptor& fault, const Node& node) {
  if (node.is_object()) return reading.source.value(node);
  contracts::Value parameters{contracts::Object{}};
  // `reset: true` is `reset: {}`.
  if (!fault.shorthand.empty() && !node.is_null() && !node.is_boolean())
    parameters.set(fault.shorthand, reading.source.value(node));
  return parameters;
}

std::vector<chaos::BodyCondition> body_of(Reading& reading, const Fields& fields) {
  std::vector<chaos::BodyCondition> conditions;
  const Node* body = fields.find("body");
  if (body == nullptr) return conditions;
  for (const auto& member : body->members())
    conditions.push_back({std::string(member.key), reading.source.value(member.value)});
  return conditions;
}

void check_with_engine(Reading& reading, const Node& entry, const Node& parameters, const ScheduledFault& scheduled) {
  const EdgeSpec* edge = reading.system.edge(scheduled.edge);
  const ServiceSpec* provider = edge == nullptr ? nullptr : reading.system.service(edge->to);
  const auto status =
      chaos::check(scheduled.fault, edge == nullptr ? chaos::Protocol::http : protocol_of(reading.system, *edge),
                   provider == nullptr || !provider->contract.empty(), edge == nullptr || edge->tls.has_value());
  if (status && edge != nullptr && edge->max_faulted_share < 1 && !chaos::find_fault(scheduled.fault.kind)->can_choose)
    reading.source.mistake(entry, "the fault strikes everybody, which the edge's max_faulted_share forbids");
  if (status) return;
  const contracts::Error& error = status.error();
  const Node* place = parameters.resolve(error.location.pointer);
  const bool inside = place != nullptr && place != &parameters;
  reading.source.mistake(inside ? *place : entry, error.message, error.hint);
}

void check_schedule(Reading& reading, const Fields& fields) {
  if (const auto lasts = fields.duration("for"); lasts && lasts->count() == 0) {
    reading.source.mistake(*fields.find("for"), "the fault would last no time at all",
                           "leave `for` out to keep it until the load ends");
  }
  if (const auto share = fields.share("share"); share && *share == 0) {
    reading.source.mistake(*fields.find("share"), "the fault would hit nothing");
  }
}

}  // namespace

ScheduledFault read_fault(Reading& reading, const Node& node) {
  if (auto disruption = read_disruption(reading, node)) return std::move(*disruption);
  const Fields fields(reading.source, node);
  ScheduledFault scheduled;
  scheduled.location = reading.source.locate(node);
  scheduled.edge = fields.text("edge");
  scheduled.from = fields.duration("from").value_or(Duration{0});
  scheduled.lasts = fields.duration("for");
  scheduled.fault.share = fields.share("share").value_or(1.0);
  scheduled.fault.first = fields.integer("first");
  scheduled.fault.every = fields.integer("every");
  scheduled.fault.match = {fields.text("method"),    fields.text("path"),   fields.text("header"),
                           fields.text("operation"), fields.text("client"), body_of(reading, fields)};
  const Node* parameters = nullptr;
  for (const chaos::FaultDescriptor& fault : chaos::faults()) {
    if (const Node* found = fields.find(fault.kind); found != nullptr && parameters == nullptr) {
      parameters = found;
      scheduled.fault.kind = std::string(fault.kind);
      scheduled.fault.parameters = parameters_of(reading, fault, *found);
    }
  }
  const Node* edge = fields.find("edge");
  if (edge == nullptr && parameters != nullptr)
    reading.source.mistake(node, "'edge' is missing", "name the edge it is put on");
  if (const Node* service = fields.find("service"))
    reading.source.mistake(*service, "a fault on an edge has no `service`",
                           "it is for kill, stop, restart and slow_start");
  const bool edge_known = edge != nullptr && edge->is_string() && require_edge(reading, *edge, scheduled.edge);
  check_schedule(reading, fields);
  if (parameters != nullptr && edge_known && !reading.source.faulty(node))
    check_with_engine(reading, node, *parameters, scheduled);
  return scheduled;
}

}  // namespace squall::harness
