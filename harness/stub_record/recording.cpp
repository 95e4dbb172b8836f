#include "harness/stub_record/recording.h"

#include <algorithm>
#include <array>

#include "contracts/core/base64.h"
#include "contracts/core/document.h"
#include "contracts/core/utf8.h"
#include "contracts/http/media_type.h"
#include "contracts/match/wire_text.h"
#include "harness/watch/masked.h"

namespace squall::harness {
namespace {

using contracts::Value;
using contracts::http::Request;
using contracts::http::Response;

// Of one message on one connection, or of its moment.
constexpr std::array<std::string_view, 9> left_out = {"connection", "content-length",    "content-encoding",
                                                      "date",       "keep-alive",        "set-cookie",
                                                      "trailer",    "transfer-encoding", "upgrade"};

bool is_left_out(const std::string& name) {
  return std::any_of(left_out.begin(), left_out.end(),
                     [&](std::string_view one) { return contracts::http::equal_ignoring_case(name, one); });
}

// Text as a template that stands for itself.
std::string literal(std::string_view text) {
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "{{") {
      made += R"({{"{{"}})";
      ++i;
    } else {
      made += text[i];
    }
  }
  return made;
}

Value literal(const Value& value) {
  if (value.is_string()) return literal(std::string_view(value.text()));
  if (value.is_array()) {
    contracts::Array items;
    for (const Value& item : value.items()) items.push_back(literal(item));
    return Value(std::move(items));
  }
  if (!value.is_object()) return value;
  Value made{contracts::Object{}};
  for (const auto& [name, member] : value.members()) made.set(name, literal(member));
  return made;
}

Value equals(Value value) {
  Value condition{contracts::Object{}};
  condition.set("equals", std::move(value));
  return condition;
}

std::optional<Value> json_of(const std::string& content_type, const std::string& body) {
  const auto type = contracts::http::parse_media_type(content_type);
  if (body.empty() || (type && !contracts::http::is_json(*type))) return std::nullopt;
  const auto document = contracts::Document::parse_json(body);
  return document ? std::optional(Value(document->root())) : std::nullopt;
}

// What holds for the request, and for every other one that differs in its secrets only.
Value request_of(const Request& request, const Request& shown, const SecretPlaces& places) {
  Value made{contracts::Object{}};
  made.set("method", request.method);
  made.set("path", contracts::http::path_of(request.target));
  Value query{contracts::Object{}};
  for (const auto& pair : contracts::match::query_pairs(contracts::http::query_of(request.target))) {
    if (!places.is_query(pair.name) && !is_called_a_secret(pair.name) && query.find(pair.name) == nullptr)
      query.set(pair.name, equals(contracts::match::decode_query(pair.raw)));
  }
  if (!query.members().empty()) made.set("query", std::move(query));
  const std::string type(request.headers.get("Content-Type"));
  const auto whole = json_of(type, request.body), told = json_of(type, shown.body);
  if (!whole || !told) return made;
  Value body{contracts::Object{}};
  if (*whole == *told) {
    body.set("", equals(*whole));
  } else if (whole->is_object()) {
    for (const auto& [name, member] : whole->members()) {
      const Value* same = told->find(name);
      if (same != nullptr && *same == member) body.set(contracts::pointer_child("", name), equals(member));
    }
  }
  if (!body.members().empty()) made.set("body", std::move(body));
  return made;
}

Value response_of(const Response& shown) {
  Value made{contracts::Object{}};
  made.set("status", shown.status);
  Value headers{contracts::Object{}};
  for (const auto& header : shown.headers) {
    if (!is_left_out(header.name)) headers.set(header.name, literal(std::string_view(header.value)));
  }
  const std::string type(shown.headers.get("Content-Type"));
  if (const auto json = json_of(type, shown.body); json && !type.empty()) {
    made.set("body", literal(*json));
  } else if (const auto parsed = contracts::http::parse_media_type(type);
             parsed && !contracts::http::is_json(*parsed) && !shown.body.empty() && contracts::is_utf8(shown.body)) {
    made.set("body", literal(std::string_view(shown.body)));
  } else {
    made.set("base64", contracts::base64_encode(shown.body));
  }
  if (!headers.members().empty()) made.set("headers", std::move(headers));
  return made;
}

}  // namespace

bool Recording::add(const Request& request, const Response& response, bool refused,
                    const std::vector<contracts::Violation>& off_contract) {
  chaos::Exchange exchange;
  exchange.request = request;
  exchange.response = response;
  const Masked shown = masked(exchange, {}, places_);
  const std::string wanted = contracts::to_json(request_of(request, shown.request, places_));
  Answer answer;
  answer.name = request.method + " " + std::string(contracts::http::path_of(shown.request.target)) + " -> " +
                std::to_string(response.status);
  answer.response = contracts::to_json(response_of(shown.response));
  for (const auto& violation : off_contract) {
    const auto told = masked(exchange, violation, places_).violation;
    answer.remarks.push_back("off contract: " + told.where + told.pointer + (told.where.empty() ? "" : ": ") +
                             told.message);
  }
  const std::size_t bytes = wanted.size() + answer.response.size() + answer.name.size();
  auto call = std::find_if(calls_.begin(), calls_.end(), [&](const Call& known) { return known.request == wanted; });
  if (call != calls_.end() && call->answers.back().response == answer.response) return true;
  if (exchanges_ >= limits_.exchanges || bytes_ + bytes > limits_.bytes) return false;
  if (call == calls_.end()) call = calls_.insert(calls_.end(), {wanted, refused, {}});
  call->answers.push_back(std::move(answer));
  ++exchanges_;
  bytes_ += bytes;
  return true;
}

std::size_t Recording::size() const {
  return exchanges_;
}

std::string Recording::text() const {
  std::string text = "# Recorded by squall stub --record.\nsquall: 1\nrules:\n";
  if (calls_.empty()) text = "# Recorded by squall stub --record: nothing was asked.\nsquall: 1\nrules: []\n";
  for (const Call& call : calls_) {
    for (const Answer& answer : call.answers) {
      for (std::string remark : answer.remarks) {
        std::replace_if(
            remark.begin(), remark.end(), [](unsigned char c) { return c < ' '; }, ' ');
        text += "  # " + remark + "\n";
      }
      text += "  - name: " + contracts::to_json(Value(answer.name)) + "\n    request: " + call.request + "\n";
      if (call.refused) text += "    even_refused: true\n";
      if (&answer != &call.answers.back()) text += "    times: 1\n";
      text += "    response: " + answer.response + "\n";
    }
  }
  return text;
}

}  // namespace squall::harness
