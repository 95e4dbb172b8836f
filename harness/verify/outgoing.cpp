#include "harness/verify/outgoing.h"

#include "contracts/http/media_type.h"
#include "contracts/match/accept.h"

namespace squall::harness {
namespace {

using contracts::http::equal_ignoring_case;

bool carries_credentials(const contracts::openapi::Contract& contract, const contracts::openapi::Operation& operation,
                         const std::string& header) {
  if (equal_ignoring_case(header, "Authorization") || equal_ignoring_case(header, "Cookie")) return true;
  for (const auto& alternative : operation.security) {
    for (const auto& [name, scopes] : alternative) {
      const auto* scheme = contract.security_scheme(name);
      if (scheme != nullptr && scheme->in == "header" && equal_ignoring_case(scheme->parameter, header)) return true;
    }
  }
  return false;
}

}  // namespace

std::optional<contracts::http::Request> outgoing(const VerifyPlan& plan, const contracts::match::RequestCase& request,
                                                 Expected expected) {
  std::optional<contracts::http::Request> sent = request.request;
  if (plan.base_path) {
    const std::string& declared = plan.router->contract().base_path(*request.operation);
    if (sent->target.compare(0, declared.size(), declared) == 0)
      sent->target = *plan.base_path + sent->target.substr(declared.size());
  }
  const bool open = request.where == "security";
  for (const auto& header : plan.headers) {
    if (open && carries_credentials(plan.router->contract(), *request.operation, header.name)) continue;
    if (request.where != "header." + header.name) sent->headers.set(header.name, header.value);
  }
  if (request.where != "header.Accept" && !sent->headers.contains("Accept")) {
    std::string accept = contracts::match::accept_of(*request.operation);
    if (!accept.empty()) sent->headers.add("Accept", std::move(accept));
  }
  if (plan.complete && !plan.complete(request, expected, *sent)) return std::nullopt;
  return sent;
}

bool is_out_of_reach(const Answer& answer) {
  return answer.error == chaos::CallError::refused ||
         (answer.error == chaos::CallError::other && !answer.unsendable && answer.response.status == 0);
}

Answer ask(const Send& send, const contracts::http::Request& request) {
  Answer answer = send(request);
  if (answer.error == chaos::CallError::timeout && answer.response.status != 0) {
    const auto type = contracts::http::parse_media_type(answer.response.headers.get("Content-Type"));
    if (type && type->type == "text" && type->subtype == "event-stream") {
      answer.error = chaos::CallError::none;
      answer.error_text.clear();
      answer.truncated = true;
    }
  }
  return answer;
}

}  // namespace squall::harness
