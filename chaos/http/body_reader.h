#pragma once
// BodyReader: which bytes of a stream are body, which are framing, and where the message ends (RFC 9112, sections 6,
// 7).

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "chaos/http/head.h"

namespace squall::chaos::http {

class BodyReader {
 public:
  BodyReader() = default;
  explicit BodyReader(const Framing& framing);

  struct Part {
    enum class Kind { payload, framing, bad } kind = Kind::payload;
    std::size_t size = 0;
  };
  // What the beginning of `bytes` is, which must not be empty and must follow what was read before. Precondition:
  // !done().
  Part next(std::string_view bytes);
  bool done() const { return state_ == State::done; }

 private:
  enum class State {
    counted,
    until_close,
    size_first,
    size,
    extension,
    size_lf,
    data_cr,
    data_lf,
    trailer_start,
    trailer,
    trailer_lf,
    last_lf,
    done,
    bad
  };
  State after_framing(char c);
  State size_digit(char c);
  State size_end();

  State state_ = State::done;
  bool chunked_ = false;
  std::uint64_t left_ = 0;  // payload bytes of the message or chunk
  unsigned digits_ = 0;
  std::size_t line_ = 0;  // bytes of extensions and trailers: bounded
};

}  // namespace squall::chaos::http
