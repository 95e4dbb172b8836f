#include <cstring>
#include <optional>
#include <vector>

#include "contracts/core/ascii.h"
#include "contracts/core/readers.h"
#include "contracts/core/utf8.h"

namespace squall::contracts {
namespace {

constexpr std::uint32_t kDeepest = 4096;  // reading recurses

class JsonReader {
 public:
  JsonReader(Arena& arena, std::string_view text, const Limits& limits)
      : arena_(arena), begin_(text.data()), next_(begin_), end_(begin_ + text.size()), limits_(limits) {}

  tl::expected<Node, SyntaxError> read() {
    if (std::string_view(begin_, length()).starts_with("\xEF\xBB\xBF")) next_ += 3;
    Node root;
    skip_space();
    if (!value(root, 1)) return tl::unexpected(error_);
    skip_space();
    if (next_ != end_) {
      fail_found("expected the end of the document");
      return tl::unexpected(error_);
    }
    return root;
  }

 private:
  std::size_t length() const { return static_cast<std::size_t>(end_ - begin_); }
  std::uint32_t offset() const { return static_cast<std::uint32_t>(next_ - begin_); }

  void skip_space() {
    while (*next_ == ' ' || *next_ == '\n' || *next_ == '\r' || *next_ == '\t') ++next_;
  }

  bool fail(std::string message, std::size_t at, std::string hint = {}) {
    error_ = SyntaxError{at, std::move(message), std::move(hint)};
    return false;
  }
  bool fail_found(std::string expected) {
    const char c = *next_;
    std::string found;
    if (next_ == end_) {
      found = "the end of the text";
    } else if (c > 0x20 && c < 0x7F) {
      found = std::string("'") + c + "'";
    } else {
      found = "byte " + std::to_string(static_cast<unsigned char>(c));
    }
    return fail(std::move(expected) + ", found " + found, offset());
  }

  bool value(Node& out, std::uint32_t depth) {
    if (++nodes_ > limits_.nodes) return fail("more than " + std::to_string(limits_.nodes) + " values", offset());
    switch (*next_) {
      case '{':
        return object(out, depth);
      case '[':
        return array(out, depth);
      case '"': {
        const std::uint32_t at = offset();
        std::string_view text;
        if (!string(text)) return false;
        out = Arena::string(text, at);
        return true;
      }
      case 't':
        return literal("true", Arena::boolean(true, offset()), out);
      case 'f':
        return literal("false", Arena::boolean(false, offset()), out);
      case 'n':
        return literal("null", Arena::null(offset()), out);
      default:
        return number(out);
    }
  }

  bool literal(std::string_view word, Node node, Node& out) {
    if (static_cast<std::size_t>(end_ - next_) < word.size() || std::memcmp(next_, word.data(), word.size()) != 0) {
      return fail_found("expected a JSON value");
    }
    next_ += word.size();
    out = node;
    return true;
  }

  bool digits() {
    if (*next_ < '0' || *next_ > '9') return fail_found("expected a digit");
    while (*next_ >= '0' && *next_ <= '9') ++next_;
    return true;
  }

  bool number(Node& out) {
    const char* start = next_;
    const std::uint32_t at = offset();
    if (*next_ == '-') {
      ++next_;
      if (*next_ < '0' || *next_ > '9') return fail_found("expected a digit after '-'");
    } else if (*next_ < '0' || *next_ > '9') {
      return fail_found("expected a JSON value");
    }
    if (*next_ == '0') {
      ++next_;
      if (*next_ >= '0' && *next_ <= '9') return fail("a number must not start with 0", at);
    } else if (!digits()) {
      return false;
    }
    if (*next_ == '.') {
      ++next_;
      if (!digits()) return false;
    }
    if (*next_ == 'e' || *next_ == 'E') {
      ++next_;
      if (*next_ == '+' || *next_ == '-') ++next_;
      if (!digits()) return false;
    }
    out = Arena::number({start, static_cast<std::size_t>(next_ - start)}, at);
    return true;
  }

  // Moves over bytes that stand for themselves, eight at a time while all of them are plain ASCII.
  void skip_plain() {
    constexpr std::uint64_t kOnes = 0x0101010101010101u;
    constexpr std::uint64_t kHigh = kOnes * 0x80;
    while (end_ - next_ >= 8) {
      std::uint64_t word = 0;
      std::memcpy(&word, next_, 8);
      const std::uint64_t control = word - kOnes * 0x20;
      const std::uint64_t quote = (word ^ kOnes * '"') - kOnes;
      const std::uint64_t slash = (word ^ kOnes * '\\') - kOnes;
      if (((control | quote | slash | word) & kHigh) != 0) break;
      next_ += 8;
    }
    while (static_cast<unsigned char>(*next_) >= 0x20 && static_cast<unsigned char>(*next_) < 0x80 && *next_ != '"' &&
           *next_ != '\\') {
      ++next_;
    }
  }

  // next_ is at the opening quote. Text without escapes is not copied.
  bool string(std::string_view& out) {
    const char* start = ++next_;
    bool escaped = false;
    for (;;) {
      skip_plain();
      const auto c = static_cast<unsigned char>(*next_);
      if (c == '"') break;
      if (c >= 0x80) {
        const std::size_t sequence = utf8_sequence({next_, static_cast<std::size_t>(end_ - next_)});
        if (sequence == 0) return fail("not well-formed UTF-8", offset());
        if (escaped) unescaped_.append(next_, sequence);
        next_ += sequence;
      } else if (c == '\\') {
        if (!escaped) unescaped_.assign(start, next_);
        escaped = true;
        if (!escape()) return false;
      } else if (next_ == end_) {
        return fail("expected '\"' to end the string, found the end of the text", offset());
      } else {
        return fail("a control character in a string must be escaped", offset());
      }
      if (escaped) {
        const char* from = next_;
        skip_plain();
        unescaped_.append(from, next_);
      }
    }
    out = escaped ? arena_.copy(unescaped_) : std::string_view{start, static_cast<std::size_t>(next_ - start)};
    ++next_;
    return true;
  }

  bool escape() {
    const std::size_t at = offset();
    ++next_;
    switch (*next_++) {
      case '"':
        unescaped_.push_back('"');
        return true;
      case '\\':
        unescaped_.push_back('\\');
        return true;
      case '/':
        unescaped_.push_back('/');
        return true;
      case 'b':
        unescaped_.push_back('\b');
        return true;
      case 'f':
        unescaped_.push_back('\f');
        return true;
      case 'n':
        unescaped_.push_back('\n');
        return true;
      case 'r':
        unescaped_.push_back('\r');
        return true;
      case 't':
        unescaped_.push_back('\t');
        return true;
      case 'u':
        return unicode_escape(at);
      default:
        return fail("not an escape of JSON", at);
    }
  }

  bool unicode_escape(std::size_t at) {
    std::uint32_t c = 0;
    if (!hex4(c)) return fail("\\u needs four hexadecimal digits", at);
    if (c >= 0xDC00 && c < 0xE000) return fail("half a surrogate pair", at);
    if (c >= 0xD800 && c < 0xDC00) {
      std::uint32_t low = 0;
      if (next_[0] != '\\' || next_[1] != 'u') return fail("half a surrogate pair", at);
      next_ += 2;
      if (!hex4(low) || low < 0xDC00 || low >= 0xE000) return fail("half a surrogate pair", at);
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(unescaped_, c);
    return true;
  }

  bool hex4(std::uint32_t& value) {
    value = 0;
    for (int i = 0; i < 4; ++i, ++next_) {
      const char c = *next_;
      const char l = static_cast<char>(c | 0x20);
      if (is_digit(c)) {
        value = value * 16 + static_cast<std::uint32_t>(c - '0');
      } else if (l >= 'a' && l <= 'f') {
        value = value * 16 + static_cast<std::uint32_t>(l - 'a' + 10);
      } else {
        return false;
      }
    }
    return true;
  }

  bool too_deep(std::uint32_t depth) {
    if (depth <= limits_.depth && depth <= kDeepest) return false;
    fail("nested deeper than " + std::to_string(std::min(limits_.depth, kDeepest)) + " levels", offset());
    return true;
  }

  bool array(Node& out, std::uint32_t depth) {
    if (too_deep(depth)) return false;
    const std::uint32_t at = offset();
    const std::size_t base = items_.size();
    ++next_;
    skip_space();
    if (*next_ == ']') {
      ++next_;
      out = arena_.array({}, at);
      return true;
    }
    for (;;) {
      Node item;
      if (!value(item, depth + 1)) return false;
      items_.push_back(item);
      skip_space();
      if (*next_ == ']') break;
      if (*next_ != ',') return fail_found("expected ',' or ']' after an element");
      ++next_;
      skip_space();
    }
    ++next_;
    out = arena_.array({items_.data() + base, items_.size() - base}, at);
    items_.resize(base);
    return true;
  }

  bool member(Member& out, std::uint32_t depth) {
    if (*next_ != '"') return fail_found("expected '\"' to start a key");
    out.key_offset = offset();
    if (!string(out.key)) return false;
    skip_space();
    if (*next_ != ':') return fail_found("expected ':' after the key");
    ++next_;
    skip_space();
    return value(out.value, depth + 1);
  }

  bool object(Node& out, std::uint32_t depth) {
    if (too_deep(depth)) return false;
    const std::uint32_t at = offset();
    const std::size_t base = members_.size();
    ++next_;
    skip_space();
    if (*next_ == '}') {
      ++next_;
      std::optional<std::size_t> none;
      out = arena_.object({}, at, none);
      return true;
    }
    for (;;) {
      Member read;
      if (!member(read, depth)) return false;
      members_.push_back(read);
      skip_space();
      if (*next_ == '}') break;
      if (*next_ != ',') return fail_found("expected ',' or '}' after a member");
      ++next_;
      skip_space();
    }
    ++next_;
    std::optional<std::size_t> duplicate;
    out = arena_.object({members_.data() + base, members_.size() - base}, at, duplicate);
    if (duplicate) {
      const Member& second = members_[base + *duplicate];
      return fail("key '" + std::string(second.key) + "' stands twice in one object", second.key_offset);
    }
    members_.resize(base);
    return true;
  }

  Arena& arena_;
  const char* begin_;
  const char* next_;
  const char* end_;  // points at a zero byte, which no JSON text contains: every look-ahead stops there
  const Limits& limits_;
  std::size_t nodes_ = 0;
  std::vector<Node> items_;  // of the arrays that are open
  std::vector<Member> members_;
  std::string unescaped_;
  SyntaxError error_;
};

}  // namespace

tl::expected<Node, SyntaxError> read_json(Arena& arena, std::string_view text, const Limits& limits) {
  return JsonReader(arena, text, limits).read();
}

}  // namespace squall::contracts
