#include "harness/consumer/pact_exchange.h"

#include <algorithm>

#include "contracts/core/document.h"
#include "contracts/core/utf8.h"
#include "contracts/http/content_coding.h"
#include "contracts/http/percent.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Headers;
using contracts::http::percent_decode;

bool is_secret_header(std::string_view name, const SecretPlaces& secrets) {
  return secrets.is_header(name) || is_called_a_secret(name);
}

bool is_declared(std::string_view name, const contracts::openapi::Operation& operation) {
  return std::any_of(operation.parameters.begin(), operation.parameters.end(), [name](const auto& parameter) {
    return parameter.in == contracts::openapi::ParameterIn::header &&
           contracts::http::equal_ignoring_case(parameter.name, name);
  });
}

Headers kept(const Headers& headers, const contracts::openapi::Operation& operation, const SecretPlaces& secrets) {
  Headers kept;
  for (const auto& header : headers) {
    const bool own =
        header.name.size() > 1 && (header.name[0] == 'x' || header.name[0] == 'X') && header.name[1] == '-';
    if (is_secret_header(header.name, secrets) || (own && !is_declared(header.name, operation))) continue;
    kept.add(header.name, header.value);
  }
  return kept;
}

std::string without_secrets(std::string_view target, const SecretPlaces& secrets) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return std::string(target);
  std::string kept;
  std::string_view query = target.substr(mark + 1);
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    const std::string name = percent_decode(pair.substr(0, pair.find('=')), true);
    if (!secrets.is_query(name) && !is_called_a_secret(name)) kept.append(kept.empty() ? "?" : "&").append(pair);
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return std::string(target.substr(0, mark)) + kept;
}

// Hides what is called like a secret; their places are added to `hidden`.
void hide(Value& value, const std::string& pointer, std::vector<std::string>& hidden) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.items().size(); ++i)
      hide(value.items()[i], contracts::pointer_child(pointer, i), hidden);
  } else if (value.is_object()) {
    for (auto& [name, member] : value.members()) {
      const std::string place = contracts::pointer_child(pointer, name);
      if (!is_called_a_secret(name) || !(member.is_string() || member.is_number())) {
        hide(member, place, hidden);
        continue;
      }
      member = member.is_string() ? Value(kHidden) : Value(0);
      hidden.push_back(place);
    }
  }
}

// False: it cannot be shown.
bool make_fit(Headers& headers, std::string& body, std::vector<std::string>& hidden) {
  if (body.empty()) return true;
  auto decoded = contracts::http::decode_body(headers, body);
  if (!decoded.unknown.empty() || !decoded.problem.empty()) return false;
  body = std::move(decoded.text);
  auto document = contracts::Document::parse_json(body);
  if (!document) return !is_called_a_secret(body);
  Value value(document->root());
  hide(value, "", hidden);
  if (!hidden.empty()) body = contracts::to_json(value);
  return true;
}

}  // namespace

std::optional<contracts::pact::Exchange> pact_exchange(const StubExchange& exchange, const SecretPlaces& secrets) {
  const auto& request = exchange.incoming.request;
  contracts::pact::Exchange fit{"", {}, request, exchange.reply.response};
  fit.request.headers = kept(request.headers, *exchange.operation, secrets);
  fit.request.target = without_secrets(request.target, secrets);
  if (!contracts::is_utf8(percent_decode(fit.request.target))) return std::nullopt;
  for (const auto& header : fit.request.headers) {
    if (!contracts::is_utf8(header.value)) return std::nullopt;
  }
  std::vector<std::string> of_the_answer;  // matched by type as it is
  if (!make_fit(fit.request.headers, fit.request.body, fit.any_of_its_type) ||
      !make_fit(fit.response.headers, fit.response.body, of_the_answer))
    return std::nullopt;
  return fit;
}

}  // namespace squall::harness
