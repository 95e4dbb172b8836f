#pragma once
// What the control API is asked to send: {"url": "http://127.0.0.1:9000/hooks", "body": {...}, "headers": {...}}.

#include <optional>
#include <string>

#include "contracts/core/result.h"
#include "contracts/core/value.h"
#include "contracts/http/message.h"

namespace squall::harness {

struct WebhookOrder {
  std::string url;
  std::optional<contracts::Value> body;  // instead of the contract's; sent as JSON
  contracts::http::Headers headers;      // beside the contract's, or instead of them
};

// Errors (malformed) name the member.
contracts::Result<WebhookOrder> parse_webhook_order(const std::string& json);

}  // namespace squall::harness
