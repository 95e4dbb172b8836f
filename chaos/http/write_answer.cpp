#include "chaos/http/write_answer.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace squall::chaos::http {
namespace {

using contracts::http::equal_ignoring_case;

bool is_ours(std::string_view name) {
  for (const char* own : {"content-length", "date", "connection", "transfer-encoding", "keep-alive"}) {
    if (equal_ignoring_case(name, own)) return true;
  }
  return false;
}

// IMF-fixdate (RFC 9110, section 5.6.7), made once a second.
const std::string& date_line() {
  thread_local std::time_t made_at = 0;
  thread_local std::string line;
  const std::time_t now = std::time(nullptr);
  if (now != made_at) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    char text[64];
    const auto size = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);
    line.assign(text, size);
    made_at = now;
  }
  return line;
}

// Two at least, so that who reads one alone is found out.
void append_in_chunks(std::string& bytes, std::string_view body) {
  const std::size_t most = std::min<std::size_t>((body.size() + 1) / 2, 4096);
  while (!body.empty()) {
    const auto chunk = body.substr(0, most);
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", chunk.size());
    bytes.append(size).append(chunk).append("\r\n");
    body.remove_prefix(chunk.size());
  }
  bytes += "0\r\n\r\n";
}

}  // namespace

std::string write_answer(const contracts::http::Response& answer, std::string_view method, bool keep_alive,
                         bool may_be_chunked) {
  const bool bodiless = answer.status < 200 || answer.status == 204 || answer.status == 304;
  std::string bytes = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  bytes.append(answer.reason.empty() ? contracts::http::reason_phrase(answer.status) : std::string_view(answer.reason));
  bytes += "\r\n";
  for (const auto& header : answer.headers) {
    if (!is_ours(header.name)) bytes.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  bytes += date_line();
  const bool chunked = may_be_chunked && !bodiless && method != "HEAD" &&
                       equal_ignoring_case(answer.headers.get("Transfer-Encoding"), "chunked");
  if (chunked) bytes += "Transfer-Encoding: chunked\r\n";
  if (!bodiless && !chunked) bytes.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
  if (!keep_alive) bytes += "Connection: close\r\n";
  bytes += "\r\n";
  if (chunked) {
    append_in_chunks(bytes, answer.body);
  } else if (!bodiless && method != "HEAD") {
    bytes += answer.body;
  }
  return bytes;
}

}  // namespace squall::chaos::http
