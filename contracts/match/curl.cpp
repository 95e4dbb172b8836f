#include "contracts/match/message_generator.h"

namespace squall::contracts::match {
namespace {

bool is_printable(const std::string& text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') return false;
  }
  return true;
}

// Quoted for a POSIX shell; $'...' where control characters need escapes.
std::string quoted(const std::string& text) {
  std::string result = is_printable(text) ? "'" : "$'";
  const bool escapes = result.size() == 2;
  for (const char c : text) {
    if (!escapes) {
      result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      constexpr char digits[] = "0123456789abcdef";
      result += std::string("\\x") + digits[c >> 4 & 15] + digits[c & 15];
    } else {
      result += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
  }
  return result + "'";
}

}  // namespace

std::string to_curl(const http::Request& request, std::string_view base_url, const http::Headers& replaced) {
  std::string command = "curl -i";
  if (request.method == "HEAD") {
    command += " -I";
  } else if (request.method != "GET" || !request.body.empty()) {
    command += " -X " + request.method;
  }
  while (!base_url.empty() && base_url.back() == '/') base_url.remove_suffix(1);
  command += " " + quoted(std::string(base_url) + request.target);
  for (const http::Header& header : request.headers) {
    const std::string* instead = replaced.find(header.name);
    if (instead != nullptr) {
      command += " -H \"" + header.name + ": " + *instead + "\"";
    } else {
      command += " -H " + quoted(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
  }
  if (!request.body.empty()) command += " --data-raw " + quoted(request.body);
  return command;
}

}  // namespace squall::contracts::match
