#pragma once
// Stream: one TCP connection, as relays and servers see it. Used on its worker's thread only.

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace squall::chaos::net {

// What a stream tells its owner. Nothing comes after on_reset or on_refused, nor after the owner closed or reset it.
class StreamEvents {
 public:
  virtual ~StreamEvents() = default;
  virtual void on_connected() {}                      // a dialled stream is open
  virtual void on_refused(const std::string&) {}      // it could not be opened; says why
  virtual void on_bytes(std::string_view bytes) = 0;  // valid during the call
  virtual void on_end() = 0;                          // FIN: the peer sends no more, and may still read
  virtual void on_truncated() { on_end(); }           // the same, without the goodbye that its protocol asks for (TLS)
  virtual void on_reset() = 0;                        // RST, or the connection broke
  virtual void on_drained() {}                        // pending() fell to 0 again
};

class Stream {
 public:
  virtual ~Stream() = default;
  // Begins to read. `events` lives until close() or reset(), or until another owner starts the stream again.
  virtual void start(StreamEvents* events) = 0;
  // From now on Timers::arrived() knows when its bytes came in. Costs a little for each piece.
  virtual void note_arrivals() {}
  virtual void pause() = 0;  // reads no more; a close of the peer goes unseen meanwhile
  virtual void resume() = 0;
  // Sent in order, at once as far as the kernel takes it; the rest is kept. Before a dialled stream is open, all is.
  virtual void write(std::string_view bytes) = 0;
  virtual std::size_t pending() const = 0;  // bytes kept
  virtual void half_close() = 0;            // FIN after what was written
  virtual void truncate() {}                // its FIN will come without its protocol's goodbye
  // FIN after what was written; what still comes in is read and dropped for a while, since unread bytes make a RST of
  // it.
  virtual void close() = 0;
  virtual void reset() = 0;              // RST now
  virtual std::string peer() const = 0;  // "127.0.0.1:51234"
};

}  // namespace squall::chaos::net
