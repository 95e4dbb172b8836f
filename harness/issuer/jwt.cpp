#include "harness/issuer/jwt.h"

#include <charconv>
#include <utility>

#include "contracts/core/base64.h"
#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::base64url_decode;
using contracts::base64url_encode;
using contracts::ErrorKind;
using contracts::fail;
using contracts::Object;
using contracts::Value;

contracts::Result<Value> read_object(std::string_view encoded, const std::string& what) {
  auto text = base64url_decode(encoded);
  if (!text) return fail(ErrorKind::malformed, "its " + what + " is not base64url");
  const auto document = contracts::Document::parse_json(std::move(*text));
  if (!document || !document->root().is_object()) {
    return fail(ErrorKind::malformed, "its " + what + " is no JSON object");
  }
  return Value(document->root());
}

std::string signing_input(Object header, const Value& claims) {
  return base64url_encode(contracts::to_json(Value(std::move(header)))) + "." +
         base64url_encode(contracts::to_json(claims));
}

}  // namespace

contracts::Result<Jwt> parse_jwt(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos) {
    return fail(ErrorKind::malformed, "it has not the three parts of a JWT");
  }
  Jwt jwt;
  SQUALL_TRY_ASSIGN(jwt.header, read_object(text.substr(0, first), "header"));
  SQUALL_TRY_ASSIGN(jwt.claims, read_object(text.substr(first + 1, second - first - 1), "payload"));
  auto signature = base64url_decode(text.substr(second + 1));
  if (!signature) return fail(ErrorKind::malformed, "its signature is not base64url");
  jwt.signed_text = std::string(text.substr(0, second));
  jwt.signature = std::move(*signature);
  return jwt;
}

std::string signed_jwt(const Value& claims, std::string_view type, const SigningKey& key) {
  return signed_jwt_as(claims, type, key, key.id());
}

std::string signed_jwt_as(const Value& claims, std::string_view type, const SigningKey& key,
                          const std::string& key_id) {
  std::string text =
      signing_input({{"alg", Value(to_string(key.algorithm()))}, {"typ", Value(type)}, {"kid", Value(key_id)}}, claims);
  const std::string signature = base64url_encode(key.sign(text));
  return std::move(text) + "." + signature;
}

std::string unsecured_jwt(const Value& claims, std::string_view type) {
  return signing_input({{"alg", Value("none")}, {"typ", Value(type)}}, claims) + ".";
}

std::string text_of(const Value& object, std::string_view name) {
  const Value* member = object.find(name);
  return member != nullptr && member->is_string() ? member->text() : "";
}

std::int64_t number_of(const Value& object, std::string_view name, std::int64_t otherwise) {
  const Value* member = object.find(name);
  if (member == nullptr || !member->is_number()) return otherwise;
  const std::string& text = member->text();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc() ? number : otherwise;
}

}  // namespace squall::harness
