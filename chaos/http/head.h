#pragma once
// Heads of HTTP/1.x messages (RFC 9112), strictly: what two parsers could read in two ways is refused.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "contracts/http/message.h"

namespace squall::chaos::http {

enum class BodyKind { none, length, chunked, until_close };

struct Framing {  // RFC 9112, section 6.3
  BodyKind kind = BodyKind::none;
  std::uint64_t length = 0;
};

struct RequestHead {
  std::string method;
  std::string target;
  int minor = 1;  // HTTP/1.minor
  contracts::http::Headers headers;
  Framing body;
  bool keep_alive = true;
  bool expects_continue = false;
};

struct AnswerHead {
  int status = 0;
  int minor = 1;
  std::string reason;
  contracts::http::Headers headers;
  Framing body;
  bool keep_alive = true;
  bool tunnel = false;                                            // 101, or 2xx to CONNECT
  bool interim() const { return status < 200 && status != 101; }  // another answer follows
};

struct BadHead {
  int status = 400;  // what a server answers: 400, 431, 501 or 505
  std::string why;
};

// Where the head at the beginning of `bytes` ends. `complete` false: more is needed. An error as soon as one is
// certain: no token at the beginning
// (TLS, say), a line end without CR, or more than `limit` bytes.
struct HeadEnd {
  bool complete = false;
  std::size_t size = 0;  // with the empty line
};
// `seen`: how many bytes were looked at before, in vain; so that a head in many small pieces is not searched anew.
tl::expected<HeadEnd, BadHead> find_head_end(std::string_view bytes, std::size_t seen, std::size_t limit);

// `head` is what find_head_end found, with the empty line.
tl::expected<RequestHead, BadHead> parse_request_head(std::string_view head);
// `method` is that of the request: it decides whether a body follows.
tl::expected<AnswerHead, BadHead> parse_answer_head(std::string_view head, std::string_view method);

// A head without the fields named in `remove`, and with those of `set` in place of any of the same name; everything
// else byte for byte as it was.
std::string edit_head(std::string_view head, const std::vector<std::string>& remove,
                      const std::vector<contracts::http::Header>& set);

}  // namespace squall::chaos::http
