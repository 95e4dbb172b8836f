#pragma once
// ServerConnection: one client of a server. Requests are answered one after the other, in the order they came.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "chaos/http/body_reader.h"
#include "chaos/http/head.h"
#include "chaos/http/server.h"

namespace squall::chaos::http {

class ServerConnection final : public net::StreamEvents, public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(ServerLane& lane, std::shared_ptr<net::Stream> client);
  void start();
  void wake();
  void shut_down();

  void on_bytes(std::string_view bytes) override;
  void on_end() override;
  void on_reset() override;
  void on_refused(const std::string& why) override;  // its TLS handshake failed
  void on_drained() override;

 private:
  std::size_t consume(std::string_view bytes);
  std::size_t consume_head(std::string_view bytes);
  std::size_t consume_body(std::string_view bytes);
  void handle();
  void give(Reply reply);
  void answer(const contracts::http::Response& response);
  void play();  // the delivery, from where it is
  void refuse(int status, const std::string& why);
  void go_on();
  void finish(bool reset);

  ServerLane& lane_;
  std::shared_ptr<net::Stream> client_;
  const std::string peer_;
  std::string inbox_;
  std::size_t seen_ = 0;
  RequestHead head_;
  BodyReader reader_;
  std::string body_;
  enum class State { head, body, answering } state_ = State::head;
  net::TimerId timer_ = 0;
  contracts::http::Response delayed_;  // the answer once timer_ is over
  std::optional<Incoming> waits_;      // what wake() asks anew
  std::optional<Delivery> delivery_;   // instead of an answer in one piece
  std::size_t delivered_ = 0;          // its pieces
  net::Instant due_{0};                // when it began
  bool held_ = false;                  // by a delivery, until the client leaves
  bool ended_ = false, over_ = false, paused_ = false, consuming_ = false;
};

}  // namespace squall::chaos::http
