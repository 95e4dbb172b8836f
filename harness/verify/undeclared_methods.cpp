#include "harness/verify/undeclared_methods.h"

#include <algorithm>

#include "contracts/http/field_syntax.h"

namespace squall::harness {
namespace {

using contracts::match::RequestCase;
using reports::Severity;

bool is_server_error(const Answer& answer) {
  return answer.response.status >= 500 && answer.response.status != 501;
}

// The contract does not describe these answers: of its rules none holds, of HTTP's all do.
void forget_contract(Judgement& judgement) {
  std::erase_if(judgement.problems, [](const Judgement::Problem& problem) {
    const std::string& rule = problem.violation.rule;
    return !rule.starts_with("response.http.") && rule != "response.missing";
  });
  judgement.refused_credentials = false;
}

void add(Judgement& judgement, const RequestCase& request, std::string rule, Severity severity, std::string message) {
  judgement.problems.push_back(
      {contracts::Violation{std::move(rule), "", "method", "", std::move(message), request.operation->location},
       severity});
}

std::string missing_in_allow(const Answer& answer, const std::vector<std::string>& declared) {
  std::vector<std::string_view> listed;
  for (const std::string_view line : answer.response.headers.all("Allow")) {
    const auto members = contracts::http::list_members(line);
    listed.insert(listed.end(), members.begin(), members.end());
  }
  if (listed.empty()) return {};  // said elsewhere
  std::string missing;
  for (const std::string& method : declared) {
    if (std::find(listed.begin(), listed.end(), method) == listed.end())
      missing += (missing.empty() ? "" : ", ") + method;
  }
  return missing;
}

void judge_method(const RequestCase& request, const std::vector<std::string>& declared, const Answer& answer,
                  Judgement& judgement) {
  forget_contract(judgement);
  const std::string& method = request.request.method;
  const bool trace = method == "TRACE";
  if (answer.error != chaos::CallError::none) {
    if (trace) judgement.problems.clear();  // a server may hang up on it
    return;
  }
  const int status = answer.response.status;
  const std::string subject = method + ", which the contract does not have here, ";
  if (is_server_error(answer)) {
    add(judgement, request, "protocol.method.server-error", Severity::error, subject + "is not refused: it fails");
  } else if (status >= 200 && status < 300) {
    if (trace)
      add(judgement, request, "protocol.trace", Severity::warning, subject + "gives back what was sent");
    else if (method != "OPTIONS" && method != "HEAD")
      add(judgement, request, "protocol.method.accepted", Severity::warning, subject + "is accepted");
  } else if (status == 405) {
    const std::string missing = missing_in_allow(answer, declared);
    if (!missing.empty())
      add(judgement, request, "protocol.method.allow", Severity::warning,
          subject + "is refused, but Allow lacks " + missing);
  }
}

RequestCase with_method(const RequestCase& carrier, const std::string& method) {
  RequestCase made = carrier;
  made.request.method = method;
  made.request.body.clear();
  made.request.headers.remove("Content-Type");
  made.where = "method";
  made.summary = method + " is not declared";
  made.origin.reset();
  return made;
}

}  // namespace

std::vector<MethodProbe> undeclared_methods(const RequestCase& carrier, const std::vector<std::string>& declared) {
  std::vector<MethodProbe> probes;
  for (const char* method : {"PATCH", "PUT", "POST", "DELETE", "GET", "OPTIONS", "TRACE"}) {
    if (std::find(declared.begin(), declared.end(), method) != declared.end()) continue;
    MethodProbe probe{with_method(carrier, method), {}};
    probe.checks.also = [request = probe.request, declared](const Answer& answer, Judgement& judgement) {
      judge_method(request, declared, answer, judgement);
    };
    probes.push_back(std::move(probe));
  }
  return probes;
}

MethodProbe head_like_get(const RequestCase& get, int status) {
  MethodProbe probe{with_method(get, "HEAD"), {}};
  probe.request.summary = "HEAD where GET is answered " + std::to_string(status);
  probe.checks.also = [request = probe.request, status](const Answer& answer, Judgement& judgement) {
    forget_contract(judgement);
    const int head = answer.response.status;
    if (answer.error != chaos::CallError::none || head == 405 || head == 501 || head == status) return;
    add(judgement, request, "protocol.head", is_server_error(answer) ? Severity::error : Severity::warning,
        "HEAD is answered otherwise than GET, which gives " + std::to_string(status));
  };
  return probe;
}

}  // namespace squall::harness
