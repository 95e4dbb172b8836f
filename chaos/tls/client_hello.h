#pragma once
// ClientHello: what a TLS client says first, read without answering it (RFC 8446, sections 4.1.2 and 5.1; RFC 6066,
// section 3; RFC 7301, section 3.1). However it is cut into records and pieces; in linear time and bounded memory.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace squall::chaos::tls {

struct ClientHello {
  std::string server_name;             // lower case; "" when the client sent none
  std::vector<std::string> protocols;  // ALPN, in the client's order
};

class ClientHelloReader {
 public:
  enum class State { incomplete, complete, refused };

  // The next bytes of the connection. Once complete or refused, it stays so.
  State feed(std::string_view bytes);
  State state() const { return state_; }
  const ClientHello& hello() const { return hello_; }  // when complete
  const std::string& why() const { return why_; }      // when refused

 private:
  std::size_t take(std::string_view bytes);
  void record_begins();
  void message_grew();
  void refuse(std::string why);

  State state_ = State::incomplete;
  std::array<unsigned char, 5> header_{};  // of the record under way
  std::size_t header_size_ = 0, record_left_ = 0, fed_ = 0;
  std::string message_;
  ClientHello hello_;
  std::string why_;
};

// Fatal alerts (RFC 8446, section 6.2), as records that any version understands.
std::string unrecognized_name_alert();
std::string decode_error_alert();

}  // namespace squall::chaos::tls
