#include "harness/verify/outgoing.h"

#include "contracts/http/media_type.h"

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
