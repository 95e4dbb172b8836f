#pragma once
// The HTTP server of a sample service: blocking, a thread for each connection.

#include <functional>
#include <string>

#include "tests/shop/lib/message.h"

namespace shop {

struct ServerOptions {
  std::string name;  // in log lines
  std::string host = "127.0.0.1";
  int port = 0;  // 0: any free one, printed
};

// Serves until SIGTERM or SIGINT and gives the process's exit code; 1 when the port cannot be had.
// Call block_signals() before the first thread is started.
int serve(const ServerOptions& options, const std::function<Response(Request)>& handler);
void block_signals();

}  // namespace shop
