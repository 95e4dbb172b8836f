#include "contracts/schema/pattern_sample.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <vector>

#include "contracts/core/utf8.h"

namespace squall::contracts::schema {
namespace {

struct Range {
  std::uint32_t low, high;
};
using Ranges = std::vector<Range>;

struct Expression {
  enum class Kind : std::uint8_t { nothing, characters, sequence, choice, repeat, group, again };
  Kind kind = Kind::nothing;
  Ranges ranges;                                      // characters
  bool open = false;                                  // characters: nearly any other, too
  std::vector<std::unique_ptr<Expression>> children;  // sequence, choice; the one of repeat and group
  std::size_t least = 0, most = 0;                    // repeat
  std::size_t number = 0;                             // group, again
};
using ExpressionPtr = std::unique_ptr<Expression>;

constexpr std::size_t kUnbounded = SIZE_MAX;
constexpr std::size_t kDeepest = 60;
constexpr std::size_t kMostQuantifiers = 4;  // on one atom
constexpr std::size_t kLongest = 20'000;
constexpr std::size_t kMostSteps = 100'000;  // repetitions of nothing do not show in the length

ExpressionPtr make(Expression::Kind kind) {
  auto expression = std::make_unique<Expression>();
  expression->kind = kind;
  return expression;
}

// What is left of printable ASCII, or of a few letters beyond it.
Ranges complement(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.low < b.low; });
  Ranges rest;
  std::uint32_t next = 0x20;
  const auto upto = [&rest, &next](std::uint32_t end) {
    if (next < end) rest.push_back(Range{next, end - 1});
  };
  for (const Range& range : ranges) {
    if (range.low > 0x7E) break;
    upto(range.low);
    next = std::max(next, range.high + 1);
  }
  upto(0x7F);
  if (rest.empty()) rest.push_back(Range{0xE0, 0xF6});
  return rest;
}

Ranges digits() {
  return {Range{'0', '9'}};
}
Ranges word() {
  return {Range{'a', 'z'}, Range{'0', '9'}, Range{'A', 'Z'}, Range{'_', '_'}};
}
Ranges space() {
  return {Range{' ', ' '}};
}
Ranges all_space() {
  return {Range{9, 13}, Range{' ', ' '}};
}

Ranges property(std::string_view name) {
  if (const auto equals = name.find('='); equals != std::string_view::npos) name.remove_prefix(equals + 1);
  if (name == "Lu" || name == "Uppercase_Letter" || name == "Upper") return {Range{'A', 'Z'}};
  if (name.starts_with("L") || name.starts_with("Al") || name == "Lower") return {Range{'a', 'z'}};
  if (name.starts_with("N") || name == "Digit") return digits();
  if (name.starts_with("P")) return {Range{'-', '-'}};
  if (name.starts_with("Z")) return space();
  if (name.starts_with("S")) return {Range{'+', '+'}};
  if (name == "Greek") return {Range{0x3B1, 0x3C9}};
  if (name == "Cyrillic") return {Range{0x430, 0x44F}};
  if (name == "Han") return {Range{0x4E00, 0x4E20}};
  return {Range{'a', 'z'}};
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  ExpressionPtr read() {
    ExpressionPtr whole = choice(0);
    return failed_ || !text_.empty() ? nullptr : std::move(whole);
  }

 private:
  char peek(std::size_t ahead = 0) const { return ahead < text_.size() ? text_[ahead] : '\0'; }
  bool take(std::string_view word) {
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  ExpressionPtr fail() {
    failed_ = true;
    return make(Expression::Kind::nothing);
  }

  ExpressionPtr choice(std::size_t depth) {
    if (depth > kDeepest) return fail();
    ExpressionPtr either = make(Expression::Kind::choice);
    do {
      either->children.push_back(sequence(depth));
    } while (!failed_ && take("|"));
    return either;
  }

  ExpressionPtr sequence(std::size_t depth) {
    ExpressionPtr all = make(Expression::Kind::sequence);
    while (!failed_ && !text_.empty() && peek() != '|' && peek() != ')') {
      ExpressionPtr next = atom(depth);
      all->children.push_back(quantified(std::move(next), 0));
    }
    return all;
  }

  std::size_t number() {
    std::size_t value = 0;
    const auto end = std::from_chars(text_.data(), text_.data() + text_.size(), value).ptr;
    text_.remove_prefix(static_cast<std::size_t>(end - text_.data()));
    return value;
  }

  ExpressionPtr quantified(ExpressionPtr one, std::size_t depth) {
    if (depth > kMostQuantifiers) return fail();
    std::size_t least = 1;
    std::size_t most = 1;
    if (take("*")) {
      least = 0;
      most = kUnbounded;
    } else if (take("+")) {
      most = kUnbounded;
    } else if (take("?")) {
      least = 0;
    } else if (peek() == '{' && peek(1) >= '0' && peek(1) <= '9') {
      take("{");
      least = most = number();
      if (take(",")) most = peek() == '}' ? kUnbounded : number();
      if (!take("}")) return fail();
    } else {
      return one;
    }
    if (!take("?")) take("+");
    ExpressionPtr repeated = make(Expression::Kind::repeat);
    repeated->least = least;
    repeated->most = std::max(least, most);
    repeated->children.push_back(std::move(one));
    return quantified(std::move(repeated), depth + 1);
  }

  ExpressionPtr characters(Ranges ranges, bool open = false) {
    ExpressionPtr one = make(Expression::Kind::characters);
    one->ranges = std::move(ranges);
    one->open = open;
    return one;
  }

  ExpressionPtr group(std::size_t depth) {
    const bool look =
        text_.starts_with("?=") || text_.starts_with("?!") || text_.starts_with("?<=") || text_.starts_with("?<!");
    ExpressionPtr inner = make(Expression::Kind::group);
    const bool plain = take("?:") || take("?>");
    if (!look && !plain) inner->number = ++groups_;
    if (!look && (take("?<") || take("?P<"))) {
      const auto close = text_.find('>');
      if (close == std::string_view::npos) return fail();
      text_.remove_prefix(close + 1);
    } else if (look) {
      text_.remove_prefix(text_.find_first_of("=!") + 1);
    } else if (take("?")) {
      const auto end = text_.find_first_of(":)");
      if (end == std::string_view::npos) return fail();
      if (text_[end] == ')') {
        text_.remove_prefix(end + 1);
        return make(Expression::Kind::nothing);
      }
      text_.remove_prefix(end + 1);
    }
    inner->children.push_back(choice(depth + 1));
    if (!take(")")) return fail();
    return look ? make(Expression::Kind::nothing) : std::move(inner);
  }

  ExpressionPtr atom(std::size_t depth) {
    if (take("^") || take("$")) return make(Expression::Kind::nothing);
    if (take(".")) return characters(word(), true);
    if (take("(")) return group(depth);
    if (take("[")) {
      const bool negated = peek() == '^';
      return characters(character_class(), negated);
    }
    if (peek() == '\\') return escaped_atom();
    const std::uint32_t c = next_code_point(text_);
    return characters({Range{c, c}});
  }

  ExpressionPtr escaped_atom() {
    if (take("\\b") || take("\\B") || take("\\A") || take("\\Z") || take("\\z")) return make(Expression::Kind::nothing);
    if (peek(1) >= '1' && peek(1) <= '9') {
      text_.remove_prefix(1);
      ExpressionPtr again = make(Expression::Kind::again);
      again->number = number();
      return again;
    }
    return characters(escape());
  }

  Ranges code_point(std::size_t skip, std::size_t length) {
    std::uint32_t value = 0;
    if (text_.size() < skip + length) {
      failed_ = true;
      return {};
    }
    std::from_chars(text_.data() + skip, text_.data() + skip + length, value, 16);
    text_.remove_prefix(skip + length);
    return {Range{value, value}};
  }

  Ranges braced(bool negated) {
    const auto close = text_.find('}');
    if (!text_.starts_with("{") || close == std::string_view::npos) return {Range{'p', 'p'}};
    Ranges ranges = property(text_.substr(1, close - 1));
    text_.remove_prefix(close + 1);
    return negated ? complement(std::move(ranges)) : ranges;
  }

  // At the backslash.
  Ranges escape() {
    text_.remove_prefix(1);
    if (text_.empty()) {
      failed_ = true;
      return {};
    }
    if (take("d")) return digits();
    if (take("D")) return complement(digits());
    if (take("w")) return word();
    if (take("W")) return complement(word());
    if (take("s") || take("h")) return space();
    if (take("S")) return complement(all_space());
    if (take("t")) return {Range{9, 9}};
    if (take("n")) return {Range{10, 10}};
    if (take("v")) return {Range{11, 11}};
    if (take("f")) return {Range{12, 12}};
    if (take("r")) return {Range{13, 13}};
    if (take("0")) return {Range{0, 0}};
    if (take("p")) return braced(false);
    if (take("P")) return braced(true);
    if (peek() == 'u' && peek(1) == '{') {
      const auto close = text_.find('}');
      if (close == std::string_view::npos) {
        failed_ = true;
        return {};
      }
      Ranges one = code_point(2, close - 2);
      take("}");
      return one;
    }
    if (peek() == 'u') return code_point(1, 4);
    if (peek() == 'x') return code_point(1, 2);
    const std::uint32_t c = next_code_point(text_);
    return {Range{c, c}};
  }

  Ranges character_class() {
    const bool negated = take("^");
    Ranges ranges;
    while (!failed_ && !text_.empty() && peek() != ']') {
      Ranges part = class_atom();
      const bool single = part.size() == 1 && part[0].low == part[0].high;
      if (single && peek() == '-' && peek(1) != ']' && peek(1) != '\0') {
        text_.remove_prefix(1);
        const Ranges end = class_atom();
        if (end.size() == 1) part[0].high = std::max(part[0].low, end[0].low);
      }
      ranges.insert(ranges.end(), part.begin(), part.end());
    }
    if (!take("]")) failed_ = true;
    return negated ? complement(std::move(ranges)) : ranges;
  }

  Ranges class_atom() {
    if (take("\\b")) return {Range{8, 8}};
    if (peek() == '\\') return escape();
    const std::uint32_t c = next_code_point(text_);
    return {Range{c, c}};
  }

  std::string_view text_;
  std::size_t groups_ = 0;
  bool failed_ = false;
};

class Writer {
 public:
  Writer(Random& random, std::size_t stretch, Taste taste) : random_(random), stretch_(stretch), taste_(taste) {}

  bool write(const Expression& expression) {
    if (out_.size() > kLongest || ++steps_ > kMostSteps) return false;
    switch (expression.kind) {
      case Expression::Kind::nothing:
        return true;
      case Expression::Kind::characters:
        return taste_ == Taste::usual ? character(expression.ranges) : unusual(expression);
      case Expression::Kind::choice:
        return write(*expression.children[random_.below(expression.children.size())]);
      case Expression::Kind::sequence:
        return std::all_of(expression.children.begin(), expression.children.end(),
                           [this](const auto& child) { return write(*child); });
      case Expression::Kind::repeat:
        return repeat(expression);
      case Expression::Kind::again:
        if (expression.number < captured_.size()) out_ += captured_[expression.number];
        return true;
      case Expression::Kind::group:
        break;
    }
    const std::size_t start = out_.size();
    if (!write(*expression.children[0])) return false;
    if (expression.number >= captured_.size()) captured_.resize(expression.number + 1);
    captured_[expression.number] = out_.substr(start);
    return true;
  }

  std::string take() { return std::move(out_); }

 private:
  bool repeat(const Expression& expression) {
    const std::size_t room = expression.most - expression.least;
    const bool all = taste_ == Taste::unusual && room == 1;  // what is optional is there
    const std::size_t count = expression.least + (all ? room : random_.below(std::min(room, stretch_) + 1));
    for (std::size_t i = 0; i < count; ++i) {
      if (!write(*expression.children[0])) return false;
    }
    return true;
  }

  bool character(const Ranges& ranges) {
    if (ranges.empty()) return false;
    const Range& range = ranges[random_.below(ranges.size())];
    std::uint32_t low = range.low;
    std::uint32_t high = std::min(range.high, 0x10FFFFu);
    if (low < 'a' && high > 'z') {  // prefer what people read
      low = 'a';
      high = 'z';
    } else if (low < 0x20 && high > 0x7E) {
      low = 0x20;
      high = 0x7E;
    }
    std::uint32_t c = low + static_cast<std::uint32_t>(random_.below(high - low + 1));
    if (c >= 0xD800 && c < 0xE000) c = 0xE000;
    append_utf8(out_, c);
    return true;
  }

  bool unusual(const Expression& expression) {
    constexpr std::array<std::uint32_t, 6> kBeyond = {U'\u00e9', U'\u65e5', U'\U0001F600', U'"', U'<', U'&'};
    if (expression.ranges.empty()) return false;
    if (expression.open && random_.chance(0.5)) {
      append_utf8(out_, kBeyond[random_.below(kBeyond.size())]);
      return true;
    }
    const Range& range = expression.ranges[random_.below(expression.ranges.size())];
    const std::uint32_t high = std::min(range.high, 0x10FFFFu);
    const std::uint32_t c = random_.chance(0.5) ? std::max(range.low, std::min(high, 0x20u)) : high;
    append_utf8(out_, c >= 0xD800 && c < 0xE000 ? 0xE000 : c);
    return true;
  }

  Random& random_;
  std::size_t stretch_;
  Taste taste_;
  std::size_t steps_ = 0;
  std::string out_;
  std::vector<std::string> captured_;
};

}  // namespace

std::optional<std::string> sample_pattern(std::string_view pattern, Random& random, std::size_t stretch, Taste taste) {
  if (!is_utf8(pattern)) return std::nullopt;
  const ExpressionPtr expression = Reader(pattern).read();
  if (expression == nullptr) return std::nullopt;
  Writer writer(random, stretch, taste);
  if (!writer.write(*expression)) return std::nullopt;
  return writer.take();
}

}  // namespace squall::contracts::schema
