#pragma once
// What the tree of forms is built from.

#include <string>
#include <vector>

#include "chaos/faults/registry.h"
#include "harness/system/form.h"

namespace squall::harness {

FormPtr scalar(std::string summary, std::vector<Notation> notations);
FormPtr choice(std::string summary, std::vector<std::string> choices);
FormPtr object(std::string summary, std::vector<Field> fields);
FormPtr list(std::string summary, FormPtr items, bool not_empty = false);
FormPtr map(std::string summary, FormPtr values, bool any_key = false);
FormPtr anything(std::string summary);

// The request line under `key`, and service, headers and body beside it.
std::vector<Field> request_fields(const std::string& key, const std::string& what);
// A fault's parameters as an object, or a bare value for the one that its shorthand stands for.
FormPtr fault_value_form(const chaos::FaultDescriptor& fault);
FormPtr verify_form();
FormPtr consumer_form();
FormPtr listening_tls_form();
FormPtr dialling_tls_form();
FormPtr resilience_form();
FormPtr experiment_form();
FormPtr explore_form();
std::vector<Field> disruption_fields();  // what a fault may be that is not on an edge

}  // namespace squall::harness
