#pragma once
// cpp-httplib's server as the sample services use it: a thread for each connection, connections kept alive, a port
// that is nobody else's.

#include <httplib.h>
#include <signal.h>
#include <sys/socket.h>

#include <functional>
#include <string>
#include <thread>

namespace shop {

inline sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// No connection waits for a thread that another one keeps alive.
class ThreadPerConnection : public httplib::TaskQueue {
 public:
  void enqueue(std::function<void()> work) override { std::thread(std::move(work)).detach(); }
  void shutdown() override {}
};

class Listener : public httplib::Server {
 public:
  Listener() {
    new_task_queue = [] { return new ThreadPerConnection; };
    set_keep_alive_max_count(1'000'000);
    set_keep_alive_timeout(60);
    set_tcp_nodelay(true);
  }

  // `port` 0: any free one. The port; 0 when it cannot be had.
  int bind(const std::string& host, int port) {
    // Without SO_REUSEPORT, which is the library's default: a port in use must be an error.
    set_socket_options([](int sock) {
      const int yes = 1;
      setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    });
    if (port == 0) {
      port = bind_to_any_port(host);
      if (port <= 0) return 0;
    } else if (!bind_to_port(host, port)) {
      return 0;
    }
    ::listen(svr_sock_, 511);
    return port;
  }
};

}  // namespace shop
