#pragma once
// GatheredWrites: what stands together in the buffer at hand is written in one piece: a head with its body, say.

#include <functional>
#include <string_view>

#include "chaos/net/stream.h"

namespace squall::chaos {

class GatheredWrites {
 public:
  // Until close(), what is written of this buffer may wait for what follows it.
  void open(std::string_view buffer) { buffer_ = buffer; }
  void close(net::Stream* to) {
    flush(to);
    buffer_ = {};
  }

  void write(net::Stream& to, std::string_view bytes) {
    if (!waiting_.empty() && waiting_.data() + waiting_.size() == bytes.data() && holds(bytes)) {
      waiting_ = {waiting_.data(), waiting_.size() + bytes.size()};
      return;
    }
    flush(&to);
    if (holds(bytes)) {
      waiting_ = bytes;
    } else {
      to.write(bytes);
    }
  }

  // Before anything else happens to the stream; null: it is gone, and what waits with it.
  void flush(net::Stream* to) {
    if (to != nullptr && !waiting_.empty()) to->write(waiting_);
    waiting_ = {};
  }

 private:
  bool holds(std::string_view bytes) const {
    const std::less_equal<const char*> not_after;
    return !buffer_.empty() && not_after(buffer_.data(), bytes.data()) &&
           not_after(bytes.data() + bytes.size(), buffer_.data() + buffer_.size());
  }

  std::string_view buffer_;
  std::string_view waiting_;  // in the buffer
};

}  // namespace squall::chaos
