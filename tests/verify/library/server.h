#pragma once
// The library over HTTP: blocking, a thread for each connection, on a port of the kernel's choice unless one is given.

#include <functional>

#include "tests/verify/library/message.h"

namespace library {

// Prints "library: listening on 127.0.0.1:PORT" to standard output and serves until SIGTERM or SIGINT; the process's
// exit code, 1 when the port cannot be had. HEAD reaches the handler as such and is answered without the body.
// `unreadable` words the answer to what never reaches the handler: requests that are not HTTP, malformed multipart.
int serve(int port, const std::function<Response(Request)>& handler, const Response& unreadable);

}  // namespace library
