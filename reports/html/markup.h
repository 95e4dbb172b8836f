#pragma once
// Pieces of HTML and SVG that are written by hand, not by the template.

#include <string>
#include <string_view>

#include "reports/model/digest.h"
#include "reports/model/run_report.h"

namespace squall::reports {

// Text as element content or a quoted attribute. Expects tidy text.
std::string html_escaped(std::string_view text);
// A coordinate: at most one decimal.
std::string coordinate(double value);

// The classes that give a state its colour; each comes with a word and a sign, so that nothing hangs on colour alone.
std::string_view state_class(Outcome outcome);
std::string_view state_class(Severity severity);
std::string_view state_class(Expectation expectation);
std::string_view state_class(EdgeState state);
std::string_view sign_of(Outcome outcome);
std::string_view sign_of(EdgeState state);

}  // namespace squall::reports
