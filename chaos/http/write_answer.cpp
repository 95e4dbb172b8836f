#include "chaos/http/write_answer.h"

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

}  // namespace

std::string write_answer(const contracts::http::Response& answer, std::string_view method, bool keep_alive) {
  const bool bodiless = answer.status < 200 || answer.status == 204 || answer.status == 304;
  std::string bytes = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  bytes.append(answer.reason.empty() ? contracts::http::reason_phrase(answer.status) : std::string_view(answer.reason));
  bytes += "\r\n";
  for (const auto& header : answer.headers) {
    if (!is_ours(header.name)) bytes.append(header.name).append(": ").append(header.value).append("\r\n");
  }
  bytes += date_line();
  if (!bodiless) bytes.append("Content-Length: ").append(std::to_string(answer.body.size())).append("\r\n");
  if (!keep_alive) bytes += "Connection: close\r\n";
  bytes += "\r\n";
  if (!bodiless && method != "HEAD") bytes += answer.body;
  return bytes;
}

}  // namespace squall::chaos::http
