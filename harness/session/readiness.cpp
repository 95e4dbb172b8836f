#include "harness/session/readiness.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "harness/traffic/target.h"

namespace squall::harness {
namespace {

// 0, or the errno of the attempt.
int connect_error(const HostPort& place, std::chrono::milliseconds timeout) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &hints, &found) != 0) return EADDRNOTAVAIL;
  int error = ECONNREFUSED;
  for (const addrinfo* address = found; address != nullptr && error != 0; address = address->ai_next) {
    const int fd = ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) continue;
    error = ::connect(fd, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
    if (error == EINPROGRESS) {
      pollfd entry{fd, POLLOUT, 0};
      error = ETIMEDOUT;
      socklen_t size = sizeof error;
      if (::poll(&entry, 1, static_cast<int>(timeout.count())) > 0)
        ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    }
    ::close(fd);
  }
  ::freeaddrinfo(found);
  return error;
}

}  // namespace

HostPort host_port_of(const std::string& url) {
  const BaseUrl base = split_base_url(url);
  HostPort place;
  const auto colon = base.authority.rfind(':');
  place.host = base.authority.substr(0, colon);
  if (place.host.size() > 1 && place.host.front() == '[') place.host = place.host.substr(1, place.host.size() - 2);
  if (colon != std::string::npos && base.authority.back() != ']') {
    place.port = static_cast<std::uint16_t>(std::atoi(base.authority.c_str() + colon + 1));
  }
  return place;
}

std::string why_not_ready(Client& client, const std::string& url, const std::string& http_path,
                          std::chrono::nanoseconds timeout, const std::stop_token& stop) {
  if (http_path.empty()) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(timeout);
    const int error = connect_error(host_port_of(url), milliseconds);
    return error == 0 ? "" : "connecting to " + split_base_url(url).authority + ": " + std::strerror(error);
  }
  SendOptions options;
  options.timeout = timeout;
  options.fresh_connection = true;
  const Answer answer = client.send(url, {"GET", http_path, {}, ""}, options, stop);
  if (answer.error == chaos::CallError::none && answer.response.status / 100 == 2) return {};
  const std::string asked = "GET " + url + http_path;
  if (answer.error != chaos::CallError::none) return asked + ": " + answer.error_text;
  return asked + " answered " + std::to_string(answer.response.status);
}

}  // namespace squall::harness
