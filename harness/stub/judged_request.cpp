#include "harness/stub/judged_request.h"

#include <utility>

#include "contracts/match/parameter_reader.h"
#include "contracts/match/validate.h"
#include "harness/stub/plain_body.h"

namespace squall::harness {

using contracts::http::Request;
using contracts::match::Route;

std::vector<ParameterValue> JudgedRequest::parameters() const {
  std::vector<ParameterValue> values;
  if (route.operation == nullptr) return values;
  const contracts::match::RequestParts parts(*route.operation, route, incoming.request);
  for (const auto& parameter : route.operation->parameters) {
    auto reading = parts.read(parameter);
    if (reading.value) values.push_back({&parameter, std::move(*reading.value)});
  }
  return values;
}

JudgedRequest judge(const contracts::match::Router& router, const chaos::http::Incoming& incoming, bool reject) {
  const Request& request = incoming.request;
  JudgedRequest judged{incoming, router.contract(), router.route(request.method, request.target), {}, false};
  Route& route = judged.route;
  if (route.operation == nullptr && request.method == "HEAD") {
    if (Route get = router.route("GET", request.target); get.operation != nullptr) route = std::move(get);
  }
  if (!route.path_known) {
    if (Route gaps = router.route_with_gaps(request.method, request.target); gaps.operation != nullptr)
      route = std::move(gaps);
  }
  judged.violations = contracts::match::validate_request(judged.contract, route, request);
  judged.refused = reject && !judged.violations.empty();
  judged.decoded = without_codings(request);
  return judged;
}

}  // namespace squall::harness
