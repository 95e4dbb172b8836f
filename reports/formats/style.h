#pragma once
// Colours of a terminal (ECMA-48 SGR), when they are wanted.

#include <string>
#include <string_view>

#include "reports/model/digest.h"
#include "reports/model/run_report.h"

namespace squall::reports {

enum class Ink { plain, bold, dim, good, bad, doubtful };

class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}
  std::string operator()(Ink ink, std::string_view text) const;

 private:
  bool colour_;
};

Ink ink_of(Outcome outcome);
Ink ink_of(Expectation expectation);
// One column: a tick, a cross, a question mark, an exclamation mark, a dash.
std::string_view glyph(Outcome outcome);

}  // namespace squall::reports
