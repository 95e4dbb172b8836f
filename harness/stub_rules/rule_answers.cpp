#include "harness/stub_rules/rule_answers.h"

#include <algorithm>
#include <variant>

#include "contracts/http/percent.h"
#include "contracts/match/message_generator.h"
#include "contracts/match/validate.h"
#include "harness/stub_rules/rule_request.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Response;

// Values of a request must not end a header (RFC 9110, section 5.5).
std::string header_text(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7f; }, ' ');
  return text;
}

void put_body(Value body, Response& response) {
  const auto type = contracts::http::parse_media_type(response.headers.get("Content-Type"));
  if (body.is_string() && type && !contracts::http::is_json(*type)) {
    response.body = body.text();
    return;
  }
  if (!type) response.headers.set("Content-Type", "application/json");
  response.body = contracts::to_json(body);
}

int status_of(const RuleResponse& wanted, const contracts::openapi::Operation* operation) {
  if (wanted.status) return *wanted.status;
  if (operation == nullptr) return 200;
  for (const auto& declared : operation->responses) {
    if (declared.status.front() == '2') return declared.status == "2XX" ? 200 : std::stoi(declared.status);
  }
  return 200;
}

// The answer without what the rule says of headers.
Response base_of(const RuleResponse& wanted, const JudgedRequest& judged, const contracts::Random& random) {
  const auto* operation = judged.operation();
  const bool own_body = wanted.body || wanted.bytes;
  Response response;
  response.status = status_of(wanted, operation);
  if (operation != nullptr && operation->response_for(response.status) != nullptr) {
    auto made = contracts::match::make_response(judged.contract, *operation, response.status, random,
                                                own_body ? "" : judged.request().headers.get("Accept"), wanted.example);
    if (made) response = std::move(*made);
  }
  if (own_body) {
    response.body.clear();
    response.headers.remove("Content-Type");
  }
  response.reason = std::string(contracts::http::reason_phrase(response.status));
  return response;
}

std::chrono::nanoseconds delay_of(const RuleResponse& wanted, const JudgedRequest& judged, contracts::Random random) {
  if (wanted.latency == nullptr) return {};
  chaos::Memory memory;
  chaos::Context context{random, memory};
  context.http = true;
  context.method = judged.request().method;
  context.target = judged.request().target;
  const contracts::http::Headers none;
  std::chrono::nanoseconds time{0};
  for (const auto& steps :
       {wanted.latency->on_request(context), wanted.latency->on_response_head(context, {200, none})}) {
    for (const auto& step : steps) {
      if (const auto* wait = std::get_if<chaos::Wait>(&step)) time += wait->time;
    }
  }
  return time;
}

void note_departures(const Response& response, JudgedRequest& judged) {
  const auto* operation = judged.operation();
  if (operation == nullptr) return;
  for (const auto& violation :
       contracts::match::validate_response(judged.contract, *operation, judged.request().method, response)) {
    judged.notes.push_back("off contract: " + violation.where + violation.pointer +
                           (violation.where.empty() ? "" : ": ") + violation.message);
  }
}

}  // namespace

RuleAnswers::RuleAnswers(Rules rules, std::uint64_t seed)
    : rules_(std::move(rules)), seed_(seed), scenarios_(rules_.scenarios) {}

std::optional<chaos::http::Reply> RuleAnswers::answer(JudgedRequest& judged) {
  const RuleSubject subject = subject_of(judged.request(), judged.operation());
  for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
    const Rule& rule = rules_.rules[i];
    if (judged.refused && !rule.even_refused && judged.operation() != nullptr) continue;
    if (!matches(rule.request, subject) || !scenarios_.take({i, rule.scenario, rule.state, rule.next, rule.times}))
      continue;
    const auto& request = judged.request();
    const contracts::Random random(seed_, "stub.rule", request.method + " " + request.target + "\n" + request.body, i);
    auto path = captured(rule.request, subject);
    for (const auto& [name, raw] : judged.route.path_parameters)
      path.emplace_back(name, contracts::http::percent_decode(raw));
    TemplateSource source{request, path, subject.body, random.fork("template"),
                          [this](const std::string& name) { return scenarios_.next(name); }};
    chaos::http::Reply reply;
    reply.response = base_of(rule.response, judged, random);
    for (const auto& [name, value] : rule.response.headers)
      reply.response.headers.set(name, header_text(value.text(source)));
    if (rule.response.bytes) reply.response.body = *rule.response.bytes;
    if (rule.response.body) put_body(rule.response.body->value(source), reply.response);
    reply.delay = delay_of(rule.response, judged, random.fork("latency"));
    judged.notes.push_back("rule: " + rule.name + " (" + contracts::to_string(rule.location) + ")");
    note_departures(reply.response, judged);
    return reply;
  }
  return std::nullopt;
}

}  // namespace squall::harness
