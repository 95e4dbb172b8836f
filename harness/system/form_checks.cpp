// The forms of resilience and experiments: their faults and patterns come from the registries.

#include "chaos/patterns/registry.h"
#include "harness/system/form_parts.h"

namespace squall::harness {

namespace {

FormPtr probe_form() {
  std::vector<Field> fields = request_fields("probe", "A request that reads a value");
  fields.push_back({"pointer", scalar("Where the value is in the JSON answer", {Notation::pointer}), true});
  return object("A value read from a service", fields);
}

std::vector<Notation> with_ramp(const chaos::ParameterInfo& parameter, Notation notation) {
  return parameter.ramps ? std::vector{notation, Notation::ramp} : std::vector{notation};
}

FormPtr parameter_form(const chaos::ParameterInfo& parameter) {
  std::string summary(parameter.summary);
  if (!parameter.default_text.empty()) summary += " (" + std::string(parameter.default_text) + ")";
  switch (parameter.type) {
    case chaos::ParameterType::duration:
      return scalar(summary, with_ramp(parameter, Notation::duration));
    case chaos::ParameterType::size:
      return scalar(summary, {Notation::size});
    case chaos::ParameterType::share:
      return scalar(summary, with_ramp(parameter, Notation::share));
    case chaos::ParameterType::rate:
      return scalar(summary, {Notation::rate});
    case chaos::ParameterType::bandwidth:
      return scalar(summary, with_ramp(parameter, Notation::bandwidth));
    case chaos::ParameterType::integer:
      return scalar(summary, {Notation::integer});
    case chaos::ParameterType::calls:
      return scalar(summary, {Notation::calls});
    case chaos::ParameterType::real:
      return scalar(summary, {Notation::real});
    case chaos::ParameterType::boolean:
      return scalar(summary, {Notation::boolean});
    case chaos::ParameterType::text:
      return anything(summary);
    case chaos::ParameterType::headers:
      return map(summary, scalar("", {Notation::scalar}), true);
    case chaos::ParameterType::choice:
      return choice(summary, {parameter.choices.begin(), parameter.choices.end()});
  }
  return anything(summary);
}

std::vector<Field> parameter_fields(const std::vector<chaos::ParameterInfo>& parameters) {
  std::vector<Field> fields;
  fields.reserve(parameters.size());
  for (const chaos::ParameterInfo& parameter : parameters) {
    fields.push_back({std::string(parameter.name), parameter_form(parameter), parameter.required});
  }
  return fields;
}

}  // namespace

FormPtr fault_value_form(const chaos::FaultDescriptor& fault) {
  Form form = *object(std::string(fault.summary), parameter_fields(fault.parameters));
  bool required = false;
  for (const Field& field : form.fields) required = required || field.required;
  form.may_be_empty = !required;
  if (const Field* field = form.field(fault.shorthand)) {
    form.notations = field->form->notations;
    form.choices = field->form->choices;
  }
  // `refuse: true` switches on a fault that needs no parameter.
  if (!required) form.notations.push_back(Notation::yes);
  return std::make_shared<const Form>(std::move(form));
}

namespace {

FormPtr fault_form() {
  Form form =
      *object("A fault on an edge, of a process or by a hook, on a schedule",
              {{"edge", scalar("The edge it is put on; of several replicas, all, or EDGE.REPLICA", {Notation::edge})},
               {"service", scalar("The service whose process it strikes", {Notation::name})},
               {"share", scalar("The share of requests (http) or connections (tcp) it hits (100%)", {Notation::share})},
               {"from", scalar("When it begins, from the start of the load (0s)", {Notation::duration})},
               {"for", scalar("How long it lasts; until the load ends by default", {Notation::duration})},
               {"method", scalar("Only requests with this method", {Notation::text})},
               {"path", scalar("Only requests with this path or path template", {Notation::path})},
               {"header", scalar("Only requests with this header, as 'name' or 'name: value'", {Notation::text})},
               {"operation",
                scalar("Only requests of this operation: its operationId, or 'POST /orders/{id}'", {Notation::text})},
               {"client", scalar("Only consumers at this address, or in this range: 10.0.0.0/8", {Notation::text})},
               {"body", map("Only requests with these members in their JSON body: {/customer/id: 42}",
                            anything("The value it must be equal to"), true)},
               {"first", scalar("Only the first so many that match", {Notation::calls})},
               {"every", scalar("Only every nth that matches", {Notation::count})}});
  form.exactly_one_of = "fault";
  for (const chaos::FaultDescriptor& fault : chaos::faults()) {
    form.fields.push_back({std::string(fault.kind), fault_value_form(fault)});
    form.alternatives.emplace_back(fault.kind);
  }
  for (Field& disruption : disruption_fields()) {
    form.alternatives.push_back(disruption.name);
    form.fields.push_back(std::move(disruption));
  }
  return std::make_shared<const Form>(std::move(form));
}

FormPtr expectation_form(const chaos::PatternDescriptor& pattern) {
  std::vector<Field> fields = parameter_fields(pattern.expectations);
  for (const chaos::NamedMember& member : pattern.requests)
    fields.push_back(
        {std::string(member.name), scalar(std::string(member.summary), {Notation::request}), member.required});
  for (const chaos::NamedMember& member : pattern.probes)
    fields.push_back({std::string(member.name), list(std::string(member.summary), probe_form()), member.required});
  Form form = *object(std::string(pattern.summary), std::move(fields));
  form.notations = {Notation::yes};
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace

namespace {

FormPtr stimulus_form() {
  std::vector<Field> step = request_fields("request", "A request that must succeed");
  step.push_back({"capture", map("Values kept for what follows, as ${captured.NAME}: where they are in its JSON answer",
                                 scalar("", {Notation::pointer}))});
  std::vector<Field> fields = request_fields("request", "The request; ${unique} in it is another number each time");
  fields.push_back({"before", list("Requests sent before each one, in calm", object("A request before", step), true)});
  return object(
      "The request that makes the consumer use the edge; looked for among the contracts' examples when absent", fields);
}

}  // namespace

FormPtr resilience_form() {
  std::vector<Field> expectations;
  std::vector<std::string> names;
  for (const chaos::PatternDescriptor& pattern : chaos::patterns()) {
    expectations.push_back({std::string(pattern.name), expectation_form(pattern)});
    names.emplace_back(pattern.name);
  }
  return object(
      "What an edge's consumer is expected to do when the provider fails",
      {{"stimulus", stimulus_form()},
       {"expect", object("Patterns that must be there; true, or what their measured values must be", expectations)},
       {"patterns", list("Patterns to measure without an expectation", choice("A pattern", names))}});
}

FormPtr experiment_form() {
  std::vector<Field> steady = request_fields("request", "A request that must succeed before, during and after");
  steady.push_back({"status", scalar("The status it must have; any declared success by default", {Notation::status})});
  steady.push_back({"within", scalar("How long it may take", {Notation::duration})});
  std::vector<Field> load = request_fields("request", "The request that is sent again and again");
  load.push_back({"rate", scalar("Open loop: so many are begun whatever the answers do (10/s)", {Notation::rate})});
  load.push_back({"for", scalar("How long (10s)", {Notation::duration})});
  std::vector<Field> invariant = request_fields("probe", "The request that reads the state");
  invariant.push_back({"pointer", scalar("Into its JSON answer", {Notation::pointer}), true});
  invariant.push_back(
      {"equals", anything("The value it must have; 'before', the default, is the value before the load")});
  invariant.push_back({"within", scalar("How long after the load it may take to settle (5s)", {Notation::duration})});
  const FormPtr abort_when =
      object("Stops load and faults early, rolls back and reports",
             {{"success", scalar("The success share that is too low", {Notation::share_comparison}), true},
              {"for", scalar("How long it must stay so (3s)", {Notation::duration})}});
  const FormPtr percentile = scalar("A percentile of the answers' times", {Notation::duration_comparison});
  const FormPtr expect =
      object("What must hold over the whole load",
             {{"success", scalar("The share of answers that are declared successes", {Notation::share_comparison})},
              {"p50", percentile},
              {"p95", percentile},
              {"p99", percentile},
              {"in_contract", scalar("Every answer is one the contract declares", {Notation::boolean})}});
  return object("An experiment",
                {{"name", scalar("Its name, unique in this file", {Notation::text}), true},
                 {"steady_state", list("What must hold before, during and after", object("", steady))},
                 {"load", object("The load", load)},
                 {"faults", list("What goes wrong, and when", fault_form())},
                 {"abort_when", abort_when},
                 {"expect", expect},
                 {"invariants", list("What must be as before once all is over", object("", invariant))}});
}

}  // namespace squall::harness
