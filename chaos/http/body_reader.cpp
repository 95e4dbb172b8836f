#include "chaos/http/body_reader.h"

#include <algorithm>

#include "chaos/http/syntax.h"

namespace squall::chaos::http {
namespace {

constexpr std::size_t kFramingLimit = 64u * 1024;
constexpr unsigned kSizeDigits = 15;

bool is_line_text(char c) {
  return is_field_value({&c, 1});
}

}  // namespace

BodyReader::BodyReader(const Framing& framing) {
  switch (framing.kind) {
    case BodyKind::none:
      break;
    case BodyKind::until_close:
      state_ = State::until_close;
      break;
    case BodyKind::length:
      left_ = framing.length;
      state_ = left_ > 0 ? State::counted : State::done;
      break;
    case BodyKind::chunked:
      chunked_ = true;
      state_ = State::size_first;
      break;
  }
}

BodyReader::Part BodyReader::next(std::string_view bytes) {
  if (state_ == State::until_close) return {Part::Kind::payload, bytes.size()};
  if (state_ == State::counted) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    left_ -= size;
    if (left_ == 0) state_ = chunked_ ? State::data_cr : State::done;
    return {Part::Kind::payload, size};
  }
  std::size_t used = 0;
  while (used < bytes.size() && state_ != State::counted && state_ != State::done) {
    state_ = after_framing(bytes[used]);
    if (state_ == State::bad) return {Part::Kind::bad, used};
    ++used;
  }
  return {Part::Kind::framing, used};
}

BodyReader::State BodyReader::after_framing(char c) {
  const auto expect = [c](char wanted, State then) { return c == wanted ? then : State::bad; };
  switch (state_) {
    case State::size_first:
      left_ = 0;
      digits_ = 0;
      line_ = 0;
      return size_digit(c);
    case State::size:
      return size_digit(c);
    case State::extension:
      if (c == '\r') return State::size_lf;
      return is_line_text(c) && ++line_ <= kFramingLimit ? State::extension : State::bad;
    case State::size_lf:
      return c == '\n' ? size_end() : State::bad;
    case State::data_cr:
      return expect('\r', State::data_lf);
    case State::data_lf:
      return expect('\n', State::size_first);
    case State::trailer_start:
      if (c == '\r') return State::last_lf;
      return is_token({&c, 1}) && ++line_ <= kFramingLimit ? State::trailer : State::bad;
    case State::trailer:
      if (c == '\r') return State::trailer_lf;
      return is_line_text(c) && ++line_ <= kFramingLimit ? State::trailer : State::bad;
    case State::trailer_lf:
      return expect('\n', State::trailer_start);
    case State::last_lf:
      return expect('\n', State::done);
    default:
      return State::bad;
  }
}

BodyReader::State BodyReader::size_digit(char c) {
  if (const int value = hex_value(c); value >= 0) {
    left_ = left_ * 16 + static_cast<std::uint64_t>(value);
    return ++digits_ <= kSizeDigits ? State::size : State::bad;
  }
  if (digits_ == 0) return State::bad;
  if (c == '\r') return State::size_lf;
  return c == ';' || is_blank(c) ? State::extension : State::bad;
}

BodyReader::State BodyReader::size_end() {
  return left_ > 0 ? State::counted : State::trailer_start;
}

}  // namespace squall::chaos::http
