#pragma once
// One HTTP call with one deadline. No retries here; see upstream.h.

#include <chrono>
#include <optional>
#include <string>

#include "tests/shop/lib/message.h"

namespace shop {

struct CallResult {
  enum class Kind { answered, refused, lost } kind = Kind::lost;  // lost: it may have been carried out
  int status = 0;
  std::string media_type;
  std::string body;
  std::string why;  // for people
};

struct CallRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;                                                 // JSON; sent with POST, PUT and PATCH
  std::optional<std::chrono::steady_clock::time_point> until = {};  // when nobody waits for the answer any more
  bool retries_past_deadline = false;                               // a flaw
};

// `timeout` covers the whole call, connecting and the last byte of the body included; absent: for ever.
// Each call has a connection of its own. Any thread.
CallResult call_http(const std::string& base_url, const CallRequest& request,
                     std::optional<std::chrono::milliseconds> timeout);

}  // namespace shop
