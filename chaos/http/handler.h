#pragma once
// The seam between our HTTP server and what answers: stubs, the report viewer, tests.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "chaos/http/delivery.h"
#include "chaos/tls/settings.h"
#include "contracts/http/message.h"

namespace squall::chaos::http {

struct Incoming {
  contracts::http::Request request;  // body complete, bounded by ServerConfig::max_body
  std::string peer;                  // "127.0.0.1:51234"
};

struct Reply {
  contracts::http::Response response;  // Content-Length, Date and Connection are the server's business
  std::chrono::nanoseconds delay{0};   // before the first byte
  // The delay waits for something: whenever ServerLane::wake() is called before it is over, the handler is asked anew.
  // What it says then is the answer, unless that bears this mark too: it takes the place of this one, which goes on
  // waiting. A client that sends a FIN meanwhile has left.
  bool until_woken = false;
  // How the answer goes out, where it is not in one piece. Called once, with the answer, before the delay.
  std::function<Delivery(const contracts::http::Response&)> deliver = nullptr;
};

// Called on a worker thread, several at once; must not block. Whatever it throws becomes a 500 and a log line.
using Handler = std::function<Reply(const Incoming&)>;

struct ServerConfig {
  std::string name;  // for messages
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                    // 0: any free one
  std::size_t max_body = 64u * 1024 * 1024;  // beyond: 413
  std::size_t max_head = 64u * 1024;         // beyond: 431
  std::optional<tls::Listening> tls;         // clients speak TLS
};

}  // namespace squall::chaos::http
