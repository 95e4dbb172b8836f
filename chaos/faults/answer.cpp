#include "chaos/faults/answer.h"

namespace squall::chaos {

contracts::Status check_answer(const Parameters& given) {
  const auto status = given.number("status");
  if (!given.has("status") || (status >= 200 && status <= 599)) return {};
  return contracts::fail(contracts::ErrorKind::usage, "status: expected 200 to 599, found " + std::to_string(status),
                         {"", 0, 0, "/status"});
}

contracts::http::Response answer_of(const Parameters& given) {
  contracts::http::Response answer;
  answer.status = static_cast<int>(given.number("status"));
  answer.headers = given.headers("headers");
  answer.body = given.text("body");
  std::string type = given.text("content_type");
  if (type.empty() && !answer.body.empty()) {
    const bool json = answer.body.front() == '{' || answer.body.front() == '[' || answer.body.front() == '"';
    type = json ? "application/json" : "text/plain";
  }
  if (!type.empty()) answer.headers.set("Content-Type", type);
  return answer;
}

contracts::http::Response answer_of(const Message& message) {
  contracts::http::Response answer{message.status, "", message.headers, std::string(message.body)};
  for (const char* framing : {"Transfer-Encoding", "Trailer", "Content-Length"}) answer.headers.remove(framing);
  return answer;
}

}  // namespace squall::chaos
