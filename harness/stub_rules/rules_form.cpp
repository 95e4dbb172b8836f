#include "harness/stub_rules/rules_form.h"

#include "harness/stub_faults/stub_fault.h"
#include "harness/stub_rules/read_rule_request.h"
#include "harness/stub_rules/rules.h"
#include "harness/system/form_parts.h"
#include "harness/system/schema.h"

namespace squall::harness {
namespace {

FormPtr condition_form() {
  Form form = *object(
      "What it must be; a bare value for `equals`",
      {{"equals", anything("It is equal to that; 1 is 1.0, and the text of a query")},
       {"contains", scalar("Its text has that in it", {Notation::scalar})},
       {"matches", scalar("Its text has a part that this regular expression matches (ECMA-262)", {Notation::text})},
       {"present", scalar("It is there; false: it is not", {Notation::boolean})}});
  form.notations = {Notation::scalar};
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace

FormPtr rule_request_form() {
  return object("The requests that it answers; everything given must hold",
                {{"method", scalar("GET, POST ...", {Notation::text})},
                 {"path", scalar("A path; {name} stands for a segment", {Notation::path})},
                 {"operation", scalar("An operationId of the contract, or 'POST /orders/{id}'", {Notation::text})},
                 {"query", map("By parameter", condition_form(), true)},
                 {"headers", map("By header", condition_form(), true)},
                 {"body", map("By place in the body, a JSON Pointer", condition_form(), true)}});
}

namespace {

FormPtr response_form() {
  Form latency = *fault_value_form(*chaos::find_fault("latency"));
  latency.summary = "How long it takes: a time, or a distribution of times";
  return object(
      "The answer; what is not said is as the contract has it",
      {{"status", scalar("Its status; the lowest declared success by default", {Notation::status})},
       {"headers", map("Its headers; values are templates", scalar("", {Notation::scalar}), true)},
       {"body",
        anything("Sent as JSON, or as it is when it is text and Content-Type is not JSON; its texts are templates")},
       {"base64", scalar("The body's bytes, instead of `body`", {Notation::text})},
       {"example", scalar("The contract's example of that name, instead of `body`", {Notation::text})},
       {"latency", std::make_shared<const Form>(std::move(latency))}});
}

FormPtr fault_form() {
  Form form = *object("What goes wrong with the answer, as before a proxy; a text as for squall proxy --fault",
                      {{"share", scalar("The share of requests that it hits (100%)", {Notation::share})},
                       {"first", scalar("Only the first so many that match", {Notation::calls})},
                       {"every", scalar("Only every nth that matches", {Notation::count})}});
  form.notations = {Notation::text};
  form.exactly_one_of = "fault";
  for (const auto& fault : chaos::faults()) {
    if (!strikes_answers(fault)) continue;
    form.fields.push_back({std::string(fault.kind), fault_value_form(fault)});
    form.alternatives.emplace_back(fault.kind);
  }
  return std::make_shared<const Form>(std::move(form));
}

}  // namespace

const Form& rules_form() {
  static const Form form = *object(
      "Answers of a stub to certain requests",
      {{"squall", scalar("The version of this notation", {Notation::version}), true},
       {"rules",
        list("The first one that matches a request answers it",
             object(
                 "A rule",
                 {{"name", scalar("What the journal calls it", {Notation::text})},
                  {"request", rule_request_form()},
                  {"scenario", scalar("A state machine that it belongs to; each begins in 'start'", {Notation::name})},
                  {"state", scalar("The state that the scenario must be in; any by default", {Notation::name})},
                  {"next", scalar("The state that it is in afterwards", {Notation::name})},
                  {"times", scalar("It answers so often, and no more", {Notation::count})},
                  {"even_refused",
                   scalar("It also answers requests that depart from the contract", {Notation::boolean})},
                  {"response", response_form()},
                  {"fault", fault_form()}})),
        true}});
  return form;
}

std::string rules_schema() {
  return published_schema("Squall stub rules", rules_form());
}

}  // namespace squall::harness
