#pragma once
// What the output goes to.

namespace squall::harness {

struct Terminal {
  bool out_is_terminal = false;
  bool err_is_terminal = false;  // then progress may be a live line
  bool out_in_colour = false;    // never when NO_COLOR is set (no-color.org) or TERM is "dumb"
  bool err_in_colour = false;
  int columns = 80;
};

// Looks at standard output, standard error and the environment (NO_COLOR, TERM, COLUMNS).
Terminal detect_terminal();

}  // namespace squall::harness
