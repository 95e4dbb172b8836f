#pragma once
// Medians and spreads of small samples.

#include <string>
#include <vector>

#include "chaos/patterns/measurement.h"
#include "chaos/timeline/records.h"

namespace squall::chaos {

double to_ms(Duration duration);
Duration from_ms(double ms);
double median(std::vector<double> samples);                    // 0 for none
double percentile(std::vector<double> samples, double share);  // 0.99: the 99th; 0 for none
double variation(const std::vector<double>& samples);          // standard deviation / mean; 0 for fewer than two
Quantity quantity_of(std::string name, std::vector<double> samples, std::string unit);
std::string ms_text(double ms);                 // "498 ms", "2.1 s"
std::string text_of(const Quantity& quantity);  // "498 ms (490-512, 3 samples)"

}  // namespace squall::chaos
