#include "harness/verify/replay.h"

#include <algorithm>

#include "contracts/core/base64.h"
#include "harness/verify/found.h"
#include "harness/verify/outgoing.h"
#include "harness/verify/rebind.h"
#include "harness/verify/tell.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::http::Request;
using contracts::http::Response;
using reports::Finding;

const Finding* find(const reports::RunReport& report, const std::string& id) {
  for (const auto& check : report.checks) {
    for (const auto& finding : check.findings) {
      if (finding.id == id) return &finding;
    }
  }
  return nullptr;
}

std::string body_of(const auto& message) {
  if (message.body_encoding == reports::BodyEncoding::text) return message.body;
  return contracts::base64_decode(message.body).value_or(std::string{});
}

// "http://host:port/a?b" -> "/a?b": it goes to the plan's provider, wherever that is now.
std::string target_of(const std::string& url) {
  const auto host = url.find("://");
  const auto path = url.find('/', host == std::string::npos ? 0 : host + 3);
  return path == std::string::npos ? "/" : url.substr(path);
}

bool is_hidden(const std::string& value) {
  return value.find("[redacted]") != std::string::npos || value.find("${env.") != std::string::npos;
}

Request request_of(const VerifyPlan& plan, const reports::ExchangeRequest& recorded) {
  Request request{recorded.method, target_of(recorded.url), {}, body_of(recorded)};
  for (const auto& line : recorded.headers) {
    const std::string* given = is_hidden(line.value) ? plan.headers.find(line.name) : &line.value;
    if (given != nullptr) request.headers.add(line.name, *given);
  }
  return request;
}

Response response_of(const reports::ExchangeResponse& recorded) {
  Response response;
  response.status = static_cast<int>(recorded.status);
  for (const auto& line : recorded.headers) response.headers.add(line.name, line.value);
  response.body = body_of(recorded);
  return response;
}

// Where the contract stands in the target when the provider's url has a path of its own.
std::string declared_target(const VerifyPlan& plan, const std::string& target) {
  if (!plan.base_path || target.compare(0, plan.base_path->size(), *plan.base_path) != 0) return target;
  return target.substr(plan.base_path->size());
}

class Replay {
 public:
  Replay(const VerifyPlan& plan, const Finding& finding) : plan_(plan), finding_(finding), send_(plan.connect()) {}

  reports::Check run() {
    reports::Check check;
    for (const auto& exchange : finding_.exchanges) {
      if (send(exchange)) continue;
      check.outcome = reports::Outcome::errored;
      check.reason = sent_.empty() ? "the request was left unsent" : sent_.back().answer.error_text;
      return check;
    }
    const bool came_up = comes_up();
    if (came_up) {
      Finding again = finding_;
      again.exchanges.clear();
      for (const Sent& sent : sent_) again.exchanges.push_back(exchange_of(plan_, sent));
      again.occurrences = 1;
      check.findings.push_back(std::move(again));
    }
    check.outcome = came_up ? reports::Outcome::failed : reports::Outcome::passed;
    const Answer& last = sent_.back().answer;
    check.facts.push_back(
        (came_up ? "it came up again: " : "it did not come up again: ") +
        (last.error == chaos::CallError::none ? "answered " + std::to_string(last.response.status) : last.error_text));
    return check;
  }

 private:
  bool send(const reports::Exchange& exchange) {
    Sent sent;
    sent.request = rebound(request_of(plan_, exchange.request), recorded_, now_);
    case_ = {};
    case_.operation = plan_.router->route(sent.request.method, declared_target(plan_, sent.request.target)).operation;
    case_.request = sent.request;
    case_.summary = "replayed";
    if (case_.operation != nullptr && plan_.complete && !plan_.complete(case_, expected(), sent.request)) return false;
    sent.answer = ask(send_, sent.request);
    const bool sendable = !is_out_of_reach(sent.answer) && sent.answer.error != chaos::CallError::cancelled;
    recorded_.push_back(response_of(exchange.response));
    now_.push_back(sent.answer.response);
    sent_.push_back(std::move(sent));
    return sendable;
  }

  Expected expected() const {
    return finding_.rule.compare(0, 16, "request.invalid.") == 0 ? Expected::refusal : Expected::success;
  }

  bool comes_up() const {
    const bool as_recorded = now_.back().status == recorded_.back().status;
    if (case_.operation == nullptr) return as_recorded;
    const Finds finds = find_in(plan_, case_, expected(), {}, sent_.back());
    const bool same_rule = std::any_of(finds.found.begin(), finds.found.end(),
                                       [&](const FoundProblem& one) { return one.finding.rule == finding_.rule; });
    const bool by_one_answer = finding_.rule.compare(0, 9, "response.") == 0 || expected() == Expected::refusal;
    return same_rule || (!by_one_answer && as_recorded);
  }

  const VerifyPlan& plan_;
  const Finding& finding_;
  const Send send_;
  contracts::match::RequestCase case_;  // of the last one
  std::vector<Sent> sent_;
  std::vector<Response> recorded_, now_;
};

reports::Check by_seed(VerifyPlan plan, const std::string& id) {
  plan.wanted = id;
  return verify(plan).check;
}

}  // namespace

contracts::Status can_replay(const reports::RunReport& report, const std::string& id) {
  const Finding* finding = find(report, id);
  if (finding == nullptr) {
    return fail(ErrorKind::usage, "the report has no finding '" + id + "'", {},
                "the ids are in the report's checks, as findings[].id");
  }
  if (finding->exchanges.empty()) {
    return fail(ErrorKind::usage, "finding '" + id + "' has no recorded request", {}, "leave out --from");
  }
  for (const auto& exchange : finding->exchanges) {
    if (exchange.request.truncated) {
      return fail(ErrorKind::usage, "the report keeps only the beginning of the request of finding '" + id + "'", {},
                  "leave out --from: the seed makes the whole request again");
    }
  }
  return {};
}

reports::Check replay(const VerifyPlan& plan, const std::string& id, const reports::RunReport* from) {
  reports::Check check = from == nullptr ? by_seed(plan, id) : Replay(plan, *find(*from, id)).run();
  check.id = plan.id;
  check.kind = reports::CheckKind::provider;
  check.title = "finding " + id;
  return check;
}

}  // namespace squall::harness
