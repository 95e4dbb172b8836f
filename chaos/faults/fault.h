#pragma once
// Fault: hooks in, steps out. It knows no socket and no clock, so that its tests are tables and take no time.
//
// One fault object serves every connection and thread, so it is immutable; what it has to remember of one connection
// or request stands in Context::memory. On an http edge its subject is one request with its answer, on a tcp edge one
// connection, on a udp edge one datagram, with the memory of its session and direction. The engine asks only the faults
// that selection.h chose for the subject.

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "chaos/faults/step.h"
#include "contracts/core/random.h"
#include "contracts/http/message.h"

namespace squall::contracts::openapi {
struct Contract;
struct Operation;
}  // namespace squall::contracts::openapi

namespace squall::chaos {

enum class Direction { up, down };  // up: consumer to provider; down: provider to consumer

// Free for the fault to use: one for each subject and direction, zero at the beginning.
struct Memory {
  std::chrono::nanoseconds due{0};
  std::uint64_t count = 0;
  bool done = false;
  std::string text;
};

struct Context {
  contracts::Random& random;  // of this fault and subject alone, the same in every run with the same seed
  Memory& memory;
  bool http = false;                          // what the edge speaks
  bool datagrams = false;                     // each chunk is one, and stays one
  std::chrono::nanoseconds elapsed{0};        // since the subject began
  std::chrono::nanoseconds waited{0};         // since the piece came in
  std::chrono::nanoseconds active{0};         // since the fault was added
  std::uint64_t passed = 0;                   // payload bytes of this direction that this fault let through before
  std::uint32_t ordinal = 0;                  // of the request on its connection
  std::uint64_t open = 0;                     // connections of the edge, without this one; on_accept only
  std::string_view method = {}, target = {};  // empty on a tcp edge
  const contracts::openapi::Contract* contract = nullptr;    // of the provider; null without one
  const contracts::openapi::Operation* operation = nullptr;  // of the contract; null when it is unknown
};

struct ResponseHead {
  int status = 0;
  const contracts::http::Headers& headers;
};

// How far a consumer's TLS handshake is: its ClientHello is in and nothing was sent; or our ServerHello went out, with
// the certificate.
enum class HandshakeStage { client_hello, server_hello };

struct Chunk {
  enum class Kind { head, framing, payload };  // framing: chunk sizes and trailers; everything on a tcp edge is payload
  Direction direction = Direction::down;
  Kind kind = Kind::payload;
  std::string_view bytes;
};

// A whole message that was gathered; headers and status only of an answer.
struct Message {
  Direction direction = Direction::down;
  int status = 0;
  const contracts::http::Headers& headers;
  std::string_view body;  // without its framing
};

class Fault {
 public:
  virtual ~Fault() = default;
  virtual Steps on_listen(Context&) const { return {}; }  // once, when the fault is put on its edge
  // tcp, http: a connection came in, and nothing was read of it. Only Hold, Close and Reset. One that is held is asked
  // about again whenever another connection has ended.
  virtual Steps on_accept(Context&) const { return {}; }
  // tcp: the connection begins, or the fault is put on an open one. Only CloseAfter.
  virtual Steps on_begin(Context&, Direction) const { return {}; }
  // Edges that end TLS: before there is an attempt. Only Present, OldProtocol, Wait, Hold, Close and Reset.
  virtual Steps on_handshake(Context&, HandshakeStage) const { return {}; }
  virtual Steps on_connect(Context&) const { return {}; }  // tcp: before the provider is dialled
  virtual Steps on_request(Context&) const { return {}; }  // http: the request's head is in, nothing was forwarded
  virtual Steps on_response_head(Context&, const ResponseHead&) const { return {}; }
  virtual Steps on_chunk(Context&, const Chunk&) const { return {}; }
  virtual Steps on_end(Context&, Direction) const { return {}; }  // of the message (http) or the direction's FIN (tcp)
  // tcp: a fault before this one closes the connection; what that one let through has passed. Only Wait.
  virtual Steps on_close(Context&, Direction) const { return {}; }
  virtual Steps on_message(Context&, const Message&) const { return {}; }  // after Gather; only Rewrite, Respond
  // Before what was held is let go; where nothing is held, only Close.
  virtual Steps on_removed(Context&) const { return {}; }
  // Bytes of a stream that may wait in it, beside those that may wait anywhere; what is more is not read.
  virtual std::size_t room() const { return 0; }
  virtual bool draws() const { return false; }  // uses Context::random
};

}  // namespace squall::chaos
