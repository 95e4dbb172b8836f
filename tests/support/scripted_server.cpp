#include "tests/support/scripted_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace squall::tests {
namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

int bound_socket(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t length = sizeof address;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("no port to bind");
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &length);
  port = ntohs(address.sin_port);
  return fd;
}

// The length of the first whole request in `bytes`, 0 when there is none yet.
std::size_t request_length(const std::string& bytes) {
  const auto head = bytes.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  std::size_t body = 0;
  if (const auto at = bytes.find("Content-Length: "); at < head)
    body = std::strtoul(bytes.c_str() + at + 16, nullptr, 10);
  return bytes.size() >= head + 4 + body ? head + 4 + body : 0;
}

}  // namespace

std::string plain_answer(int status, const std::string& body, const std::string& more_headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\n" + more_headers +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

struct ScriptedServer::Impl {
  Script script;
  std::uint16_t port = 0;
  int listener = -1;
  std::atomic<bool> quitting{false};
  mutable std::mutex mutex;
  std::vector<std::string> requests;
  std::vector<std::thread> connections;
  std::thread acceptor;

  bool readable(int fd) const {
    while (!quitting) {
      pollfd entry{fd, POLLIN, 0};
      if (::poll(&entry, 1, 20) > 0) return true;
    }
    return false;
  }

  std::size_t remember(const std::string& raw) {
    const std::lock_guard lock(mutex);
    requests.push_back(raw);
    return requests.size() - 1;
  }

  // False when the connection is over.
  bool act(int fd, const std::string& raw) {
    const ServerAct what = script(raw, remember(raw));
    ::send(fd, what.send.data(), what.send.size(), MSG_NOSIGNAL);
    if (what.then == ServerAct::Then::reset) {
      const linger now{1, 0};
      ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    }
    if (what.then == ServerAct::Then::hold) {
      while (!quitting) ::usleep(2000);
    }
    if (what.then == ServerAct::Then::repeat) {
      while (!quitting && ::send(fd, what.again.data(), what.again.size(), MSG_NOSIGNAL) > 0) {
      }
    }
    return what.then == ServerAct::Then::keep;
  }

  void serve(int fd) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string bytes;
    char chunk[16384];
    while (readable(fd)) {
      const ssize_t got = ::recv(fd, chunk, sizeof chunk, 0);
      if (got <= 0) break;
      bytes.append(chunk, static_cast<std::size_t>(got));
      const std::size_t length = request_length(bytes);
      if (length == 0) continue;
      const bool more = act(fd, bytes.substr(0, length));
      bytes.erase(0, length);
      if (!more) break;
    }
    ::close(fd);
  }

  void accept_all() {
    while (readable(listener)) {
      const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      const std::lock_guard lock(mutex);
      connections.emplace_back([this, fd] { serve(fd); });
    }
  }
};

ScriptedServer::ScriptedServer(Script script) : impl_(std::make_unique<Impl>()) {
  impl_->script = std::move(script);
  impl_->listener = bound_socket(impl_->port);
  ::listen(impl_->listener, 128);
  impl_->acceptor = std::thread([this] { impl_->accept_all(); });
}

ScriptedServer::~ScriptedServer() {
  impl_->quitting = true;
  impl_->acceptor.join();
  for (auto& connection : impl_->connections) connection.join();
  ::close(impl_->listener);
}

std::uint16_t ScriptedServer::port() const {
  return impl_->port;
}
std::string ScriptedServer::url() const {
  return "http://127.0.0.1:" + std::to_string(impl_->port);
}

std::vector<std::string> ScriptedServer::requests() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->requests;
}

std::size_t ScriptedServer::connections() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->connections.size();
}

ScriptedServer::Script answers_by_target(std::map<std::string, std::string> answers) {
  return [answers = std::move(answers)](const std::string& raw, std::size_t) -> ServerAct {
    const auto target = raw.find(' ') + 1;
    const auto found = answers.find(raw.substr(target, raw.find(' ', target) - target));
    return {found != answers.end() ? found->second : plain_answer(404), ServerAct::Then::keep};
  };
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  ::close(bound_socket(port));
  return port;
}

}  // namespace squall::tests
