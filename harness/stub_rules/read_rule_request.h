#pragma once
// The requests that a rule, or an assertion, is about. Internal to this room.

#include "contracts/openapi/contract.h"
#include "harness/stub_rules/rules.h"
#include "harness/system/form.h"
#include "harness/system/source.h"

namespace squall::harness {

FormPtr rule_request_form();
// What does not fit becomes mistakes of the source. Precondition: the form was checked.
// Each key must be a field's name (RFC 9110, section 5.1); others become mistakes.
void check_header_names(Source& source, const contracts::Node& headers);
RuleRequest read_rule_request(Source& source, const contracts::Node& node,
                              const contracts::openapi::Contract& contract);

}  // namespace squall::harness
