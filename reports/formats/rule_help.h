#pragma once
// What a rule means and what to do about it, for formats that describe rules beside their findings.

#include <string_view>

namespace squall::reports {

struct RuleHelp {
  std::string_view title;  // a few words, no full stop
  std::string_view help;   // what is wrong, and what to do
};

// By the rule's family ("resilience.timeout.missing": the resilience.timeout rules); never empty, whatever the rule.
RuleHelp help_of(std::string_view rule);

}  // namespace squall::reports
