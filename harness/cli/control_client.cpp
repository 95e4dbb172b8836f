#include "harness/cli/control_client.h"

#include <cstdlib>

#include "contracts/core/document.h"
#include "harness/cli/address.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;
using contracts::Result;
using contracts::Value;

std::string trimmed(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

// {"error": "...", "status": N}, or a line of text.
contracts::Error refusal(const std::string& url, int status, const std::string& body, const Value& json) {
  const auto* const said = json.find("error");
  if (said != nullptr && said->is_string()) {
    constexpr std::string_view kOfBodies = "bad request body: ";  // the body is ours, what stands behind it is not
    const std::string text = said->text().starts_with(kOfBodies) ? said->text().substr(kOfBodies.size()) : said->text();
    return {status < 500 ? ErrorKind::usage : ErrorKind::unavailable, text, {}, ""};
  }
  const std::string first = trimmed(body.substr(0, body.find('\n')));
  return {ErrorKind::unavailable,
          url + " is no control API: it answered " + std::to_string(status) + (first.empty() ? "" : " " + first),
          {},
          ""};
}

}  // namespace

Result<ControlClient> ControlClient::at(const std::string& given) {
  const char* const environment = std::getenv("TOXIPROXY_URL");
  const bool from_environment = given.empty() && environment != nullptr && *environment != '\0';
  const std::string text = !given.empty() ? given : from_environment ? environment : "localhost:8474";
  SQUALL_TRY_ASSIGN(const auto address, parse_address(from_environment ? "TOXIPROXY_URL" : "--control", text, false));
  return ControlClient("http://" + address_text(address.host, address.port));
}

Result<Value> ControlClient::call(const std::string& method, const std::string& path,
                                  const std::optional<Value>& body) {
  contracts::http::Request request;
  request.method = method;
  request.target = path;
  if (body) {
    request.headers.set("Content-Type", "application/json");
    request.body = contracts::to_json(*body);
  }
  const Answer answer = client_->send(url_, request);
  if (answer.response.status == 0) {
    return fail(ErrorKind::unavailable, "no control API answers on " + url_ + ": " + answer.error_text, {},
                "start one with 'squall proxy --port 8474', or say where it is with --control or TOXIPROXY_URL");
  }
  const auto document = contracts::Document::parse_json(answer.response.body);
  const Value json = document ? Value(document->root()) : Value();
  const bool good = answer.response.status >= 200 && answer.response.status < 300;
  if (!good || (!document && !answer.response.body.empty())) {
    return fail(refusal(url_, answer.response.status, answer.response.body, json));
  }
  return json;
}

}  // namespace squall::harness
