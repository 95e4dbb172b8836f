#include "contracts/match/json_answer.h"

#include "contracts/core/document.h"
#include "contracts/http/content_coding.h"
#include "contracts/http/media_type.h"
#include "contracts/match/media_choice.h"

namespace squall::contracts::match {

namespace {
constexpr std::size_t kLargest = 16u * 1024 * 1024;
}

std::optional<JsonAnswer> json_of(const openapi::Operation& operation, const http::Response& answer) {
  const openapi::ResponseObject* declared = operation.response_for(answer.status);
  const auto type = http::parse_media_type(answer.headers.get("Content-Type"));
  if (declared == nullptr || !type || !http::is_json(*type)) return std::nullopt;
  const MediaTypeObject* media = find_media(declared->content, *type);
  if (media == nullptr || !media->schema) return std::nullopt;
  auto decoded = http::decode_body(answer.headers, answer.body, kLargest);
  if (!decoded.unknown.empty() || !decoded.problem.empty()) return std::nullopt;
  const auto document = Document::parse_json(std::move(decoded.text));
  if (!document) return std::nullopt;
  return JsonAnswer{Value(document->root()), &*media->schema};
}

http::Response with_body(http::Response answer, std::string body) {
  for (const char* about_the_old : {"Content-Encoding", "Content-MD5", "Digest", "ETag"})
    answer.headers.remove(about_the_old);
  answer.body = std::move(body);
  return answer;
}

}  // namespace squall::contracts::match
