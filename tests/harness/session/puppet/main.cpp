// A service under test: listens, and answers every request with 503 so many times, then with 200.
//   puppet PORT [UNREADY_ANSWERS]
// Says "listening" first, and which request it got.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

int main(int count, char** words) {
  if (count < 2) return 2;
  int unready = count > 2 ? std::atoi(words[2]) : 0;
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(words[1])));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || ::listen(listener, 16) != 0) {
    std::perror("bind");
    return 1;
  }
  std::printf("listening\n");
  std::fflush(stdout);
  while (true) {
    const int client = ::accept(listener, nullptr, nullptr);
    char request[4096];
    const ssize_t got = ::recv(client, request, sizeof request - 1, 0);
    if (got > 0) {
      request[got] = '\0';
      std::printf("got %s\n", std::string(request).substr(0, 40).c_str());
      std::fflush(stdout);
      const std::string status = unready-- > 0 ? "503 Unready" : "200 OK";
      const std::string answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
    }
    ::close(client);
  }
}
