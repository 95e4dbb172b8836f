#pragma once
// One HTTP call with one deadline. No retries here; see upstream.h.

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>

#include "tests/shop/lib/message.h"

namespace shop {

struct CallResult {
  enum class Kind { answered, refused, lost } kind = Kind::lost;  // lost: it may have been carried out
  int status = 0;
  std::string media_type;
  std::string body;
  std::string why;                                  // for people
  std::optional<std::chrono::seconds> retry_after;  // as the answer says
};

struct CallRequest {
  std::string method;
  std::string target;
  Headers headers;
  std::string body;                                                 // JSON; sent with POST, PUT and PATCH
  std::optional<std::chrono::steady_clock::time_point> until = {};  // when nobody waits for the answer any more
  bool retries_past_deadline = false;                               // a flaw
};

struct Patience {
  std::optional<std::chrono::milliseconds> timeout;  // absent: for ever
  bool for_head_only = false;                        // a flaw: the body may take for ever
};

// The timeout covers the whole call, connecting and the last byte of the body included. Whoever asks `stop` to stop
// ends the call. Each call has a connection of its own. Any thread.
CallResult call_http(const std::string& base_url, const CallRequest& request, const Patience& patience,
                     std::stop_token stop = {});

}  // namespace shop
