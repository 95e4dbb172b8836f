#include "contracts/openapi/runtime_expression.h"

#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/core/document.h"
#include "contracts/core/pointer.h"
#include "contracts/http/percent.h"

namespace squall::contracts::openapi {
namespace {

using Source = RuntimeExpression::Source;
using Part = RuntimeExpression::Part;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// RFC 9110, section 5.6.2.
bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    const bool alphanumeric = is_alphanumeric(c);
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

std::optional<RuntimeExpression> parse_part(Source source, std::string_view text) {
  RuntimeExpression expression;
  expression.source = source;
  if (take(text, "header.")) {
    if (!is_token(text)) return std::nullopt;
    expression.part = Part::header;
  } else if (take(text, "query.")) {
    expression.part = Part::query;
  } else if (take(text, "path.")) {
    expression.part = Part::path;
  } else if (take(text, "body")) {
    if (!text.empty() && (!take(text, "#") || !is_json_pointer(text))) return std::nullopt;
    expression.pointer = std::string(text);
    return expression;
  } else {
    return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  expression.name = std::string(text);
  return expression;
}

std::optional<Value> of_body(const std::string& body, const std::string& pointer) {
  const auto document = Document::parse_json(body);
  if (!document) return pointer.empty() ? std::optional<Value>(body) : std::nullopt;
  const Node* found = document->root().resolve(pointer);
  return found != nullptr ? std::optional<Value>(Value(*found)) : std::nullopt;
}

std::optional<Value> of_query(std::string_view query, const std::string& name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (http::percent_decode(pair.substr(0, equals), true) != name) continue;
    return Value(equals == std::string_view::npos ? std::string()
                                                  : http::percent_decode(pair.substr(equals + 1), true));
  }
  return std::nullopt;
}

std::string as_text(const Value& value) {
  return value.is_string() || value.is_number() ? value.text() : to_json(value);
}

}  // namespace

std::optional<RuntimeExpression> parse_runtime_expression(std::string_view text) {
  RuntimeExpression plain;
  if (text == "$url") return plain;
  plain.source = text == "$method" ? Source::method : Source::status_code;
  if (text == "$method" || text == "$statusCode") return plain;
  if (take(text, "$request.")) return parse_part(Source::request, text);
  if (take(text, "$response.")) return parse_part(Source::response, text);
  return std::nullopt;
}

bool RuntimeText::is_constant() const {
  return std::none_of(pieces.begin(), pieces.end(), [](const Piece& piece) { return piece.expression.has_value(); });
}

std::optional<RuntimeText> parse_runtime_text(std::string_view text, std::string* what) {
  RuntimeText result;
  if (const auto lone = parse_runtime_expression(text)) {
    result.pieces.push_back({"", lone});
    return result;
  }
  while (!text.empty()) {
    const auto open = text.find("{$");
    if (open > 0) result.pieces.push_back({std::string(text.substr(0, open)), std::nullopt});
    if (open == std::string_view::npos) break;
    const auto close = text.find('}', open);
    const std::string_view inside = text.substr(open + 1, close == std::string_view::npos ? close : close - open - 1);
    auto expression = parse_runtime_expression(inside);
    if (close == std::string_view::npos || !expression) {
      if (what != nullptr) *what = std::string(inside);
      return std::nullopt;
    }
    result.pieces.push_back({"", std::move(expression)});
    text.remove_prefix(close + 1);
  }
  return result;
}

std::optional<Value> evaluate(const RuntimeExpression& expression, const Observed& observed) {
  switch (expression.source) {
    case Source::url:
      return Value(std::string(observed.base_url) + observed.request.target);
    case Source::method:
      return Value(observed.request.method);
    case Source::status_code:
      return Value(observed.response.status);
    case Source::request:
    case Source::response:
      break;
  }
  const bool is_request = expression.source == Source::request;
  switch (expression.part) {
    case Part::header: {
      const http::Headers& headers = is_request ? observed.request.headers : observed.response.headers;
      const std::string* value = headers.find(expression.name);
      return value != nullptr ? std::optional<Value>(*value) : std::nullopt;
    }
    case Part::query:
      if (!is_request) return std::nullopt;  // a response has none
      return of_query(http::query_of(observed.request.target), expression.name);
    case Part::path:
      if (!is_request) return std::nullopt;
      for (const auto& [name, raw] : observed.path_parameters) {
        if (name == expression.name) return Value(http::percent_decode(raw));
      }
      return std::nullopt;
    case Part::body:
      break;
  }
  return of_body(is_request ? observed.request.body : observed.response.body, expression.pointer);
}

std::optional<Value> evaluate(const RuntimeText& text, const Observed& observed) {
  if (text.pieces.size() == 1 && text.pieces.front().expression) {
    return evaluate(*text.pieces.front().expression, observed);
  }
  std::string result;
  for (const RuntimeText::Piece& piece : text.pieces) {
    if (!piece.expression) {
      result += piece.text;
      continue;
    }
    const auto value = evaluate(*piece.expression, observed);
    if (!value) return std::nullopt;
    result += as_text(*value);
  }
  return Value(std::move(result));
}

}  // namespace squall::contracts::openapi
