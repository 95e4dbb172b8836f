#include "harness/check/recorded.h"

#include "contracts/core/base64.h"
#include "contracts/core/utf8.h"

namespace squall::harness {
namespace {

// The text and its encoding; cut so that the text stays within the bound.
void put_body(const std::string& body, std::size_t most, auto& message) {
  std::string_view cut = std::string_view(body).substr(0, most);
  // A character that the cut went through is left out.
  while (cut.size() < body.size() && !cut.empty() && (static_cast<unsigned char>(body[cut.size()]) & 0xc0) == 0x80) {
    cut.remove_suffix(1);
  }
  if (contracts::is_utf8(cut)) {
    message.body = cut;
  } else {
    cut = std::string_view(body).substr(0, most / 4 * 3);
    message.body = contracts::base64_encode(cut);
    message.body_encoding = reports::BodyEncoding::base64;
  }
  message.truncated = cut.size() < body.size();
}

std::vector<reports::HeaderLine> lines_of(const contracts::http::Headers& headers) {
  std::vector<reports::HeaderLine> lines;
  for (const auto& header : headers) lines.push_back({header.name, header.value});
  return lines;
}

}  // namespace

reports::ExchangeRequest recorded(const contracts::http::Request& request, const std::string& base_url,
                                  std::size_t most) {
  reports::ExchangeRequest made;
  made.method = request.method;
  made.url = base_url + request.target;
  made.headers = lines_of(request.headers);
  put_body(request.body, most, made);
  return made;
}

reports::ExchangeResponse recorded(const contracts::http::Response& response, std::size_t most) {
  reports::ExchangeResponse made;
  made.status = static_cast<std::uint32_t>(response.status);
  made.headers = lines_of(response.headers);
  put_body(response.body, most, made);
  return made;
}

}  // namespace squall::harness
