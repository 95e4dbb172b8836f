// Faults that are not on an edge: of a process, by hooks, and of the lookups of a name.

#include <array>

#include "harness/system/reading.h"

namespace squall::harness {

namespace {

using contracts::Node;
using Kind = ProcessFault::Kind;

constexpr std::array<std::pair<Kind, const char*>, 4> kinds = {
    {{Kind::kill, "kill"}, {Kind::stop, "stop"}, {Kind::restart, "restart"}, {Kind::slow_start, "slow_start"}}};

ScheduledFault on_schedule(Reading& reading, const Fields& fields) {
  ScheduledFault scheduled;
  scheduled.location = fields.location();
  scheduled.from = fields.duration("from").value_or(Duration{0});
  scheduled.lasts = fields.duration("for");
  for (const char* key :
       {"edge", "share", "method", "path", "header", "operation", "client", "body", "first", "every"}) {
    if (const Node* node = fields.find(key))
      reading.source.mistake(*node, "'" + std::string(key) + "' does not apply: no request is chosen", "leave it out");
  }
  return scheduled;
}

// `restart: 1s` and `restart: {down: 1s}` are the same; `restart: true` is 0s.
Duration time_of(Reading& reading, const Fields& fields, const char* kind, const char* member) {
  const Node* node = fields.find(kind);
  if (node->is_object()) return Fields(reading.source, *node).duration(member).value_or(Duration{0});
  return node->is_boolean() ? Duration{0} : fields.duration(kind).value_or(Duration{0});
}

// Squall can only do to a process what it has the means for.
void check_service(Reading& reading, const Fields& fields, const ProcessFault& fault) {
  const ServiceSpec* service = reading.system.service(fault.service);
  if (service == nullptr) return;
  const Node& node = *fields.find("service");
  if (service->stub) {
    reading.source.mistake(node, "'" + fault.service + "' is a stub: it has no process of its own",
                           "put `refuse` or `hold` on the edges that lead to it");
  } else if (!service->start && !service->pid) {
    reading.source.mistake(node, "Squall did not start '" + fault.service + "', and does not know its process",
                           "give the service a `pid`, or use a `hook`");
  } else if (!service->start && (fault.kind == Kind::restart || fault.kind == Kind::slow_start)) {
    reading.source.mistake(node, "Squall did not start '" + fault.service + "', and cannot start it again",
                           "give the service `start`, or use a `hook`");
  }
}

std::optional<ProcessFault> read_process_fault(Reading& reading, const Fields& fields) {
  for (const auto& [kind, name] : kinds) {
    if (fields.find(name) == nullptr) continue;
    ProcessFault fault;
    fault.kind = kind;
    if (kind == Kind::restart) fault.time = time_of(reading, fields, name, "down");
    if (kind == Kind::slow_start) fault.time = time_of(reading, fields, name, "time");
    fault.service = fields.text("service");
    if (fields.find("service") == nullptr) {
      reading.source.mistake(fields.node(), "'service' is missing", "name the service whose process it is");
    } else if (require_service(reading, fields, "service")) {
      check_service(reading, fields, fault);
    }
    return fault;
  }
  return std::nullopt;
}

std::optional<HookFault> read_hook(Reading& reading, const Fields& fields) {
  const Node* node = fields.find("hook");
  if (node == nullptr || !node->is_object()) return std::nullopt;
  const Fields inner(reading.source, *node);
  HookFault hook;
  hook.inject = inner.text("inject");
  hook.remove = inner.text("remove");
  hook.within = inner.duration("within").value_or(hook.within);
  hook.directory = reading.folder;
  if (const Node* service = fields.find("service"))
    reading.source.mistake(*service, "a hook has no `service`", "its commands say what they break");
  return hook;
}

// The edge that the name leads to, by whichever server; empty when none knows it.
std::string edge_of_name(const Reading& reading, const std::string& name) {
  for (const NameServerSpec& server : reading.system.discovery) {
    for (const NameSpec& known : server.names) {
      if (known.name == name) return known.edge;
    }
  }
  return "";
}

std::optional<LookupFault> read_lookup(Reading& reading, const Fields& fields) {
  using Answer = chaos::names::Fault::Kind;
  constexpr std::array<std::pair<const char*, Answer>, 3> answers = {
      {{"nxdomain", Answer::unknown}, {"servfail", Answer::failing}, {"none", Answer::unanswered}}};
  const Node* node = fields.find("lookup");
  if (node == nullptr || !node->is_object()) return std::nullopt;
  const Fields inner(reading.source, *node);
  LookupFault lookup;
  lookup.name = inner.text("name");
  lookup.fault.delay = inner.duration("delay").value_or(Duration{0});
  const std::string answer = inner.text("answer");
  for (const auto& [name, kind] : answers) {
    if (answer == name) lookup.fault.kind = kind;
  }
  const std::string edge = edge_of_name(reading, lookup.name);
  if (const Node* name = inner.find("name"); name != nullptr && edge.empty())
    reading.source.mistake(*name, "no server of `discovery` knows '" + lookup.name + "'", "name one of its `names`");
  if (answer == "moved") {
    lookup.moved_edge = edge;
    if (!edge.empty() && reading.system.edges_of(edge).size() < 2)
      reading.source.mistake(*inner.find("answer"), "'" + edge + "' has one replica: its name cannot move to another",
                             "give the edge a list of providers: to: [a, b]");
  }
  if (answer.empty() && lookup.fault.delay.count() == 0)
    reading.source.mistake(*node, "nothing would be wrong with these lookups", "give an `answer`, a `delay`, or both");
  if (const Node* service = fields.find("service"))
    reading.source.mistake(*service, "a fault of lookups has no `service`", "whoever asks for the name meets it");
  return lookup;
}

}  // namespace

const char* to_string(ProcessFault::Kind kind) {
  for (const auto& [each, name] : kinds) {
    if (each == kind) return name;
  }
  return "";
}

std::optional<ScheduledFault> read_disruption(Reading& reading, const Node& node) {
  const Fields fields(reading.source, node);
  auto process = read_process_fault(reading, fields);
  auto hook = process ? std::nullopt : read_hook(reading, fields);
  auto lookup = process || hook ? std::nullopt : read_lookup(reading, fields);
  if (!process && !hook && !lookup) return std::nullopt;
  ScheduledFault scheduled = on_schedule(reading, fields);
  scheduled.process = std::move(process);
  scheduled.hook = std::move(hook);
  scheduled.lookup = std::move(lookup);
  return scheduled;
}

}  // namespace squall::harness
