#include "harness/verify/outgoing.h"

namespace squall::harness {

std::optional<contracts::http::Request> outgoing(const VerifyPlan& plan, const contracts::match::RequestCase& request,
                                                 Expected expected) {
  std::optional<contracts::http::Request> sent = request.request;
  if (plan.base_path) {
    const std::string& declared = plan.router->contract().base_path(*request.operation);
    if (sent->target.compare(0, declared.size(), declared) == 0)
      sent->target = *plan.base_path + sent->target.substr(declared.size());
  }
  for (const auto& header : plan.headers) {
    if (request.where != "header." + header.name) sent->headers.set(header.name, header.value);
  }
  if (plan.complete && !plan.complete(request, expected, *sent)) return std::nullopt;
  return sent;
}

}  // namespace squall::harness
