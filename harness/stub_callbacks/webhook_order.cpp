#include "harness/stub_callbacks/webhook_order.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

constexpr const char* kForm = R"(write it like {"url": "http://127.0.0.1:9000/hooks"})";

}  // namespace

// Of a connection, and of how a body is framed on it (RFC 9112, section 6).
constexpr std::array<std::string_view, 5> kOurs = {"connection", "content-length", "expect", "host",
                                                   "transfer-encoding"};

contracts::Result<contracts::http::Headers> headers_of(const contracts::Node& node) {
  if (!node.is_object()) return fail(ErrorKind::malformed, "headers: expected an object");
  contracts::http::Headers headers;
  for (const auto& header : node.members()) {
    const std::string name(header.key);
    const bool ours = std::any_of(kOurs.begin(), kOurs.end(), [&](std::string_view one) {
      return contracts::http::equal_ignoring_case(one, name);
    });
    if (ours) return fail(ErrorKind::malformed, "headers: " + name + " is set by the stub itself");
    if (!header.value.is_string()) return fail(ErrorKind::malformed, "headers: " + name + ": expected text");
    headers.add(name, std::string(header.value.text()));
  }
  return headers;
}

contracts::Result<WebhookOrder> parse_webhook_order(const std::string& json) {
  SQUALL_TRY_ASSIGN(const auto document, contracts::Document::parse_json(json));
  if (!document.root().is_object()) return fail(ErrorKind::malformed, "expected an object", {}, kForm);
  WebhookOrder order;
  for (const auto& member : document.root().members()) {
    if (member.key == "url" && member.value.is_string()) {
      order.url = std::string(member.value.text());
    } else if (member.key == "body") {
      order.body = contracts::Value(member.value);
    } else if (member.key == "headers") {
      SQUALL_TRY_ASSIGN(order.headers, headers_of(member.value));
    } else if (member.key == "url") {
      return fail(ErrorKind::malformed, "url: expected text", {}, kForm);
    } else {
      return fail(ErrorKind::malformed, "unknown member '" + std::string(member.key) + "'", {},
                  "there are url, body and headers");
    }
  }
  if (order.url.empty()) return fail(ErrorKind::malformed, "url is missing", {}, kForm);
  return order;
}

}  // namespace squall::harness
