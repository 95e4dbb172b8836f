#include "harness/stub_rules/rule_answers.h"

#include <variant>

#include "contracts/core/utf8.h"
#include "contracts/http/field_lines.h"
#include "contracts/http/percent.h"
#include "contracts/match/usual_status.h"
#include "contracts/match/validate.h"
#include "contracts/match/wished_response.h"
#include "harness/stub/header_text.h"
#include "harness/stub_rules/rule_request.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Response;
using contracts::match::ResponseWish;
using contracts::match::Unfulfilled;

void put_body(Value body, Response& response) {
  const auto type = contracts::http::parse_media_type(response.headers.get("Content-Type"));
  if (body.is_string() && type && !contracts::http::is_json(*type)) {
    response.body = body.text();
    return;
  }
  if (!type) response.headers.set("Content-Type", "application/json");
  // What a template took from the request may be any bytes; JSON is UTF-8 (RFC 8259, section 8.1).
  response.body = contracts::valid_utf8(contracts::to_json(body));
}

// The contract's own answer; what it cannot be is noted. nullopt: it has none.
std::optional<Response> contract_answer(const contracts::openapi::Operation& operation, ResponseWish wish,
                                        JudgedRequest& judged, const contracts::Random& random) {
  auto made = contracts::match::wished_response(judged.contract, operation, wish, random);
  if (!made && made.error().what == Unfulfilled::example) {
    judged.notes.push_back(made.error().error.message + ": another is given");
    wish.example = {};
    made = contracts::match::wished_response(judged.contract, operation, wish, random);
  }
  return made ? std::optional(std::move(*made)) : std::nullopt;
}

// The answer without what the rule says of headers.
Response base_of(const RuleResponse& wanted, JudgedRequest& judged, const contracts::Random& random) {
  const auto* operation = judged.operation();
  const bool own_body = wanted.body || wanted.bytes;
  const std::string accept = own_body ? "" : contracts::http::combined(judged.request().headers, "Accept");
  Response response;
  response.status = wanted.status          ? *wanted.status
                    : operation == nullptr ? 200
                                           : contracts::match::usual_status(*operation);
  if (operation != nullptr && operation->response_for(response.status) != nullptr) {
    ResponseWish wish;
    wish.status = response.status;
    wish.accept = accept;
    wish.example = wanted.example;
    if (auto made = contract_answer(*operation, wish, judged, random)) response = std::move(*made);
  } else if (!wanted.example.empty()) {
    judged.notes.push_back("the contract declares no such answer, so there is no example '" + wanted.example + "'");
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
  auto departures = contracts::match::validate_response(judged.contract, *operation, judged.request().method, response);
  departures = masked_violations(judged.request(), response, std::move(departures), SecretPlaces(judged.contract));
  for (const auto& violation : departures) {
    judged.notes.push_back("off contract: " + violation.where + violation.pointer +
                           (violation.where.empty() ? "" : ": ") + violation.message);
  }
}

}  // namespace

RuleAnswers::RuleAnswers(Rules rules, std::uint64_t seed, std::shared_ptr<const contracts::match::Router> router)
    : rules_(std::move(rules)), seed_(seed), router_(std::move(router)), scenarios_(rules_.scenarios) {
  for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
    const auto& spec = rules_.rules[i].fault;
    faults_.emplace_back();
    if (!spec) continue;
    if (auto made = StubFault::make(*spec, seed_ ^ i)) faults_.back() = std::move(*made);  // it was checked when read
  }
}

void RuleAnswers::add_to(chaos::http::Reply& reply, std::size_t rule, const JudgedRequest& judged,
                         TemplateSource& source, const contracts::Random& random) const {
  const RuleResponse& wanted = rules_.rules[rule].response;
  for (const auto& [name, value] : wanted.headers) reply.response.headers.set(name, header_text(value.text(source)));
  reply.delay += delay_of(wanted, judged, random.fork("latency"));
  if (faults_[rule]) faults_[rule]->strike(judged, router_, reply);
}

std::optional<chaos::http::Reply> RuleAnswers::answer(JudgedRequest& judged) {
  const auto* operation = judged.operation();
  const RuleSubject subject = subject_of(judged.content(), operation);
  // What is said of GET goes for HEAD, too (RFC 9110, section 9.3.2), unless the contract has one of its own.
  std::optional<contracts::http::Request> get;
  if (judged.request().method == "HEAD" && operation != nullptr && operation->method == "GET") {
    get = judged.content();
    get->method = "GET";
  }
  const auto as_get = get ? std::optional<RuleSubject>(subject_of(*get, operation)) : std::nullopt;
  for (std::size_t i = 0; i < rules_.rules.size(); ++i) {
    const Rule& rule = rules_.rules[i];
    if (judged.refused && !rule.even_refused && operation != nullptr) continue;
    const RuleSubject* meant = matches(rule.request, subject)             ? &subject
                               : as_get && matches(rule.request, *as_get) ? &*as_get
                                                                          : nullptr;
    if (meant == nullptr || !scenarios_.take({i, rule.scenario, rule.state, rule.next, rule.times})) continue;
    judged.notes.push_back("rule: " + rule.name + " (" + contracts::to_string(rule.location) + ")");
    if (faults_[i]) judged.notes.push_back("fault: " + faults_[i]->kind());
    return by_rule(i, judged, *meant);
  }
  return std::nullopt;
}

std::optional<chaos::http::Reply> RuleAnswers::by_rule(std::size_t rule, JudgedRequest& judged,
                                                       const RuleSubject& subject) {
  const RuleResponse& wanted = rules_.rules[rule].response;
  const auto& request = subject.request;
  const contracts::Random random(seed_, "stub.rule", request.method + " " + request.target + "\n" + request.body, rule);
  auto path = captured(rules_.rules[rule].request, subject);
  for (const auto& [name, raw] : judged.route.path_parameters)
    path.emplace_back(name, contracts::http::percent_decode(raw));
  const auto sequence = [this](const std::string& name) { return scenarios_.next(name); };
  if (!wanted.answers()) {
    judged.and_then = [this, rule, random, sequence, path = std::move(path), body = subject.body](
                          const JudgedRequest& answered, chaos::http::Reply& reply) {
      TemplateSource source{answered.content(), path, body, random.fork("template"), sequence};
      add_to(reply, rule, answered, source, random);
    };
    return std::nullopt;
  }
  TemplateSource source{request, path, subject.body, random.fork("template"), sequence};
  chaos::http::Reply reply;
  reply.response = base_of(wanted, judged, random);
  add_to(reply, rule, judged, source, random);
  if (wanted.bytes) reply.response.body = *wanted.bytes;
  if (wanted.body) put_body(wanted.body->value(source), reply.response);
  note_departures(reply.response, judged);
  return reply;
}

}  // namespace squall::harness
