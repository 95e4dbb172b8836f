#include "harness/stub/plain_body.h"

#include <utility>

#include "contracts/http/content_coding.h"

namespace squall::harness {

std::optional<contracts::http::Request> without_codings(const contracts::http::Request& request) {
  if (request.body.empty() || !contracts::http::is_encoded(request.headers)) return std::nullopt;
  auto body = contracts::http::decode_body(request.headers, request.body);
  if (!body.unknown.empty() || !body.problem.empty()) return std::nullopt;
  contracts::http::Request plain = request;
  plain.headers.remove("Content-Encoding");
  plain.body = std::move(body.text);
  return plain;
}

}  // namespace squall::harness
