#pragma once
// Drift in words, in JSON and as checks of a report.

#include <chrono>

#include "harness/watch/contract_watch.h"

namespace squall::harness {

// "drift on proxy: answer, response.body.schema: GET /orders/{id} answers 200: body/total must be number, is string
// (orders.yaml:41:9); GET /orders/7 answered 200 {...}"
std::string drift_line(const Drift& drift);
// One line of JSON, `event` "drift". `origin` is when the timeline began, by the calendar.
std::string drift_event(const Drift& drift, std::chrono::system_clock::time_point origin);
// Some lines: what was judged and what not, and each cause with its count.
std::string drift_summary(const Watched& watched);
// The same as one JSON object, for `GET /drift`.
std::string drift_json(const Watched& watched, const std::string& contract,
                       std::chrono::system_clock::time_point origin);
// A check `watch/EDGE` for each edge. An edge whose requests or answers were never judged is inconclusive; without any
// edge there is one such check.
std::vector<reports::Check> drift_checks(const Watched& watched, const std::string& contract,
                                         std::chrono::system_clock::time_point origin);

}  // namespace squall::harness
