#include "chaos/faults/json_body.h"

#include "contracts/core/document.h"
#include "contracts/http/content_coding.h"
#include "contracts/http/media_type.h"

namespace squall::chaos {

bool says_json(const contracts::http::Headers& headers) {
  const auto type = contracts::http::parse_media_type(headers.get("Content-Type"));
  return type && contracts::http::is_json(*type);
}

std::optional<contracts::Value> json_of(const Message& message) {
  constexpr std::size_t kLargest = 16u * 1024 * 1024;
  auto decoded = contracts::http::decode_body(message.headers, std::string(message.body), kLargest);
  if (!decoded.unknown.empty() || !decoded.problem.empty()) return std::nullopt;
  const auto document = contracts::Document::parse_json(std::move(decoded.text));
  return document ? std::optional(contracts::Value(document->root())) : std::nullopt;
}

Rewrite rewritten(std::string body) {
  return {std::move(body), {{"Content-Encoding", "Content-MD5", "Digest", "ETag"}, {}}};
}

}  // namespace squall::chaos
