#pragma once

namespace squall::reports {

// The next round number that is no less: 1, 2, 2.5, 4, 5 or 10 times a power of ten. 1 for what is no amount.
double round_up(double value);

}  // namespace squall::reports
