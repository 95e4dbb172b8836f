#pragma once
// A server that does to each request exactly what a test says, on raw sockets: independent of our own HTTP engine and
// of any library's good manners.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace squall::tests {

struct ServerAct {
  // hold: stays open and silent until the server is destroyed; repeat: sends `again` over and over until the client
  // goes
  enum class Then { keep, close, reset, hold, repeat };
  std::string send;  // raw bytes, before `then`
  Then then = Then::keep;
  std::string again = {};
};

// "HTTP/1.1 200 OK" with the body and its length.
std::string plain_answer(int status, const std::string& body = "", const std::string& more_headers = "");

class ScriptedServer {
 public:
  // Gets the raw request (head and body by Content-Length) and how many came before it; on the connection's thread.
  using Script = std::function<ServerAct(const std::string& raw, std::size_t index)>;
  explicit ScriptedServer(Script script);
  ~ScriptedServer();
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;

  std::uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:PORT"
  std::vector<std::string> requests() const;
  std::size_t connections() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Answers each target as listed, any other with 404, and keeps the connection.
ScriptedServer::Script answers_by_target(std::map<std::string, std::string> answers);

// A loopback port on which nothing listens.
std::uint16_t closed_port();

}  // namespace squall::tests
