#include "harness/watch/judge_exchange.h"

#include <algorithm>
#include <utility>

#include "contracts/http/content_coding.h"
#include "contracts/match/security_presence.h"
#include "contracts/match/validate.h"

namespace squall::harness {
namespace {

using chaos::Exchange;
using contracts::Violation;
using contracts::match::Route;
using contracts::match::Router;
using contracts::openapi::Operation;

constexpr std::size_t kLongestName = 200;

Route route_of(const Router& router, const Exchange& exchange) {
  const auto& request = exchange.request;
  Route route = router.route(request.method, request.target);
  // RFC 9110, section 9.3.2: HEAD is GET without the body.
  if (route.operation == nullptr && route.path_known && request.method == "HEAD") {
    if (Route get = router.route("GET", request.target); get.operation != nullptr) return get;
  }
  return route;
}

bool is_of_http(const Exchange& exchange, const Route& route) {
  return exchange.request.method == "OPTIONS" && (route.path_known || exchange.request.target == "*");
}

bool is_in_unknown_coding(const contracts::http::Headers& headers, const std::string& body) {
  // A body of one byte is enough to learn the name of a coding that is not known.
  return !body.empty() && contracts::http::is_encoded(headers) &&
         !contracts::http::decode_body(headers, "-").unknown.empty();
}

void add(Side side, std::vector<Violation> violations, Judged& judged) {
  for (auto& violation : violations) judged.departures.push_back({side, std::move(violation)});
}

Judging how_to_judge_request(const Exchange& exchange) {
  if (!exchange.attempt.request_complete) return Judging::broken_off;
  if (exchange.request_truncated) return Judging::too_long;
  return Judging::judged;
}

Judging how_to_judge_answer(const Exchange& exchange) {
  const auto& attempt = exchange.attempt;
  if (!attempt.faults.empty()) return Judging::faulted;
  if (!attempt.from_provider || !attempt.last_byte || exchange.response.status == 0 || exchange.response_broken)
    return Judging::broken_off;
  return exchange.response_truncated ? Judging::too_long : Judging::judged;
}

void judge_request(const Router& router, const Exchange& exchange, const Route& route, SoundMessages* sound,
                   Judged& judged) {
  judged.request = how_to_judge_request(exchange);
  if (judged.request != Judging::judged) return;
  const auto& request = exchange.request;
  const std::uint64_t key = sound != nullptr ? sound->key_of(*judged.operation, request) : 0;
  if (sound != nullptr && sound->has(key)) return;
  if (is_in_unknown_coding(request.headers, request.body)) judged.request = Judging::not_decoded;
  // The route is looked for only now: it takes longer than a hash.
  const Route found = route.operation != nullptr ? route : route_of(router, exchange);
  auto violations = contracts::match::validate_request(router.contract(), found, request);
  if (violations.empty() && sound != nullptr && judged.request == Judging::judged) sound->add(key);
  add(Side::request, std::move(violations), judged);
}

// Many contracts leave their refusals out.
bool is_soft(const Violation& violation, const Exchange& exchange, const Judged& judged) {
  const int status = exchange.response.status;
  if (violation.rule != "response.status.undeclared" || status < 400 || status > 499) return false;
  const bool valid_request = judged.request == Judging::judged && judged.departures.empty();
  return !valid_request || ((status == 401 || status == 403) && contracts::match::needs_credentials(*judged.operation));
}

void judge_answer(const Router& router, const Exchange& exchange, SoundMessages* sound, Judged& judged) {
  judged.answer = how_to_judge_answer(exchange);
  const bool whole = judged.answer == Judging::judged;
  if (!whole && judged.answer != Judging::too_long) return;
  const auto& method = exchange.request.method;
  const auto& response = exchange.response;
  const bool remembers = sound != nullptr && whole;
  const std::uint64_t key = remembers ? sound->key_of(*judged.operation, method, response) : 0;
  if (remembers && sound->has(key)) return;
  if (whole && is_in_unknown_coding(response.headers, response.body)) judged.answer = Judging::not_decoded;
  auto violations = contracts::match::validate_response(router.contract(), *judged.operation, method, response);
  if (!whole) std::erase_if(violations, contracts::match::is_about_the_body);
  if (violations.empty() && remembers && judged.answer == Judging::judged) sound->add(key);
  std::vector<Departure> departures;
  for (auto& violation : violations) {
    const auto severity = is_soft(violation, exchange, judged) ? reports::Severity::warning : reports::Severity::error;
    departures.push_back({Side::answer, std::move(violation), severity});
  }
  std::move(departures.begin(), departures.end(), std::back_inserter(judged.departures));
}

// "/7", "/ord-1001", "/6f1c..."; not "/v2".
bool looks_like_an_id(std::string_view segment) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto name = segment.substr(1);
  if (std::none_of(name.begin(), name.end(), is_digit)) return name.size() > 40;
  return name.size() >= 8 || std::all_of(name.begin(), name.end(), is_digit);
}

}  // namespace

std::string_view to_string(Side side) {
  return side == Side::request ? "request" : "answer";
}

std::string_view to_string(Judging judging) {
  static constexpr std::array<std::string_view, kJudgings> kNames = {"judged",
                                                                     "changed by a fault of ours",
                                                                     "longer than the limit",
                                                                     "in a coding that is not undone",
                                                                     "broken off",
                                                                     "a tunnel",
                                                                     "of an undeclared operation",
                                                                     "OPTIONS that is HTTP's own"};
  return kNames[static_cast<std::size_t>(judging)];
}

Judged judge_exchange(const Router& router, const Exchange& exchange, SoundMessages* sound) {
  Judged judged;
  judged.operation = exchange.operation;
  if (exchange.response.status == 101) {
    judged.request = judged.answer = Judging::tunnel;
    return judged;
  }
  Route route;
  if (judged.operation == nullptr) {
    route = route_of(router, exchange);
    judged.operation = route.operation;
  }
  if (judged.operation == nullptr) {
    const bool of_http = is_of_http(exchange, route);
    judged.request = of_http ? Judging::of_http : Judging::judged;
    judged.answer = of_http ? Judging::of_http : Judging::undeclared;
    if (!of_http)
      add(Side::request, contracts::match::validate_request(router.contract(), route, exchange.request), judged);
    return judged;
  }
  judge_request(router, exchange, route, sound, judged);
  judge_answer(router, exchange, sound, judged);
  return judged;
}

std::string operation_name(const Operation* operation, const contracts::http::Request& request) {
  if (operation != nullptr) return operation->name();
  std::string name = request.method + " ";
  std::string_view path = contracts::http::path_of(request.target);
  while (!path.empty() && name.size() < kLongestName) {
    const std::size_t end = std::min(path.find('/', 1), path.size());
    const std::string_view segment = path.substr(0, end);
    name += looks_like_an_id(segment) ? std::string_view("/*") : segment;
    path.remove_prefix(end);
  }
  return name;
}

}  // namespace squall::harness
