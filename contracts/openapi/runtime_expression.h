#pragma once
// Runtime expressions: what a link or callback takes from a request and its response (OAS 3.0.4, section 4.7.20.4).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "contracts/core/value.h"
#include "contracts/http/message.h"

namespace squall::contracts::openapi {

// `$url`, `$method`, `$statusCode`, or one thing of a message: `$response.body#/id`.
struct RuntimeExpression {
  enum class Source { url, method, status_code, request, response };
  enum class Part { header, query, path, body };
  Source source = Source::url;
  Part part = Part::body;  // of request and response
  std::string name;        // of a header, query or path parameter
  std::string pointer;     // into the body (RFC 6901); "" is all of it
  bool operator==(const RuntimeExpression&) const = default;
};

// The text is one expression and nothing else; nullopt when it is none.
std::optional<RuntimeExpression> parse_runtime_expression(std::string_view text);

// Text with expressions in it: "http://example.com/{$request.body#/id}". A lone expression, braces or not, is one
// piece.
struct RuntimeText {
  struct Piece {
    std::string text;  // literal, where there is no expression
    std::optional<RuntimeExpression> expression;
    bool operator==(const Piece&) const = default;
  };
  std::vector<Piece> pieces;

  bool is_constant() const;
  bool operator==(const RuntimeText&) const = default;
};

// nullopt when an expression in it is none: `what` then says which text was meant to be one.
std::optional<RuntimeText> parse_runtime_text(std::string_view text, std::string* what = nullptr);

// One request and its response, as far as expressions can refer to them.
struct Observed {
  const http::Request& request;
  const http::Response& response;
  std::span<const std::pair<std::string, std::string>> path_parameters;  // percent-encoded, as routed
  std::string_view base_url;  // "http://host:1"; stands before the target in $url
};

// nullopt when the messages do not have it (no such header, no JSON body, no such member). Bodies keep their types, all
// else is text.
std::optional<Value> evaluate(const RuntimeExpression& expression, const Observed& observed);
// A lone expression keeps its type; between literal text values are written as text.
std::optional<Value> evaluate(const RuntimeText& text, const Observed& observed);

}  // namespace squall::contracts::openapi
