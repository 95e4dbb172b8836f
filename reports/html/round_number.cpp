#include "reports/html/round_number.h"

#include <cmath>
#include <initializer_list>

namespace squall::reports {

double round_up(double value) {
  if (!(value > 0) || !std::isfinite(value)) return 1;
  const double power = std::pow(10, std::floor(std::log10(value)));
  for (const double step : {1.0, 2.0, 2.5, 4.0, 5.0}) {
    if (value <= step * power * 1.0001) return step * power;
  }
  return 10 * power;
}

}  // namespace squall::reports
