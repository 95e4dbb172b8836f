#include "harness/system/expression.h"

#include <array>
#include <charconv>

#include "contracts/core/document.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;
using contracts::fail;

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  contracts::Result<Expression> expression() {
    Expression made;
    made.text = std::string(text_);
    SQUALL_TRY_ASSIGN(made.left, sum());
    SQUALL_TRY_ASSIGN(made.op, comparison());
    SQUALL_TRY_ASSIGN(made.right, sum());
    skip();
    if (at_ != text_.size()) return expected("the end");
    return made;
  }

 private:
  tl::unexpected<contracts::Error> expected(const std::string& what) const {
    const std::string found = at_ == text_.size() ? "the end" : "'" + std::string(text_.substr(at_)) + "'";
    return fail(ErrorKind::malformed, "expected " + what + ", found " + found, {},
                "write it like: reserved == before.reserved");
  }

  void skip() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  contracts::Result<std::vector<Term>> sum() {
    std::vector<Term> terms;
    SQUALL_TRY_ASSIGN(auto first, term(false));
    terms.push_back(std::move(first));
    for (skip(); at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-'); skip()) {
      const bool minus = text_[at_++] == '-';
      SQUALL_TRY_ASSIGN(auto next, term(minus));
      terms.push_back(std::move(next));
    }
    return terms;
  }

  contracts::Result<Term> term(bool minus) {
    skip();
    Term made;
    made.minus = minus;
    if (at_ < text_.size() && is_digit(text_[at_])) {
      const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), made.number);
      if (error != std::errc()) return expected("a smaller number");
      at_ = static_cast<std::size_t>(end - text_.data());
      return made;
    }
    SQUALL_TRY_ASSIGN(made.name, name());
    if (made.name == "before" && at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      made.before = true;
      SQUALL_TRY_ASSIGN(made.name, name());
    }
    return made;
  }

  contracts::Result<std::string> name() {
    const std::size_t begin = at_;
    if (at_ == text_.size() || !begins_name(text_[at_])) return expected("a name or a number");
    while (at_ < text_.size() && (begins_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  contracts::Result<Expression::Op> comparison() {
    static constexpr std::array<std::pair<std::string_view, Expression::Op>, 6> signs = {
        {{"==", Expression::Op::equal},
         {"!=", Expression::Op::different},
         {"<=", Expression::Op::less_equal},
         {">=", Expression::Op::greater_equal},
         {"<", Expression::Op::less},
         {">", Expression::Op::greater}}};
    for (const auto& [sign, op] : signs) {
      if (!text_.substr(at_).starts_with(sign)) continue;
      at_ += sign.size();
      return op;
    }
    return expected("a comparison (==, !=, <, <=, >, >=)");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

contracts::Result<std::int64_t> number_of(const Term& term, const ValueOf& value) {
  if (term.name.empty()) return term.number;
  const contracts::Value& found = value(term.name, term.before);
  std::int64_t number = 0;
  const std::string text = found.is_number() ? found.text() : "";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return fail(ErrorKind::malformed, "'" + term.name + "' is " + contracts::to_json(found) + ", no whole number");
  }
  return number;
}

contracts::Result<std::int64_t> total(const std::vector<Term>& terms, const ValueOf& value) {
  std::int64_t sum = 0;
  for (const Term& term : terms) {
    SQUALL_TRY_ASSIGN(const std::int64_t number, number_of(term, value));
    sum += term.minus ? -number : number;
  }
  return sum;
}

// A value compared as a whole, whatever its type.
bool alone(const std::vector<Term>& terms) {
  return terms.size() == 1 && !terms.front().name.empty();
}

}  // namespace

contracts::Result<Expression> parse_expression(std::string_view text) {
  return Parser(text).expression();
}

contracts::Result<bool> holds(const Expression& expression, const ValueOf& value) {
  using Op = Expression::Op;
  if ((expression.op == Op::equal || expression.op == Op::different) && alone(expression.left) &&
      alone(expression.right)) {
    const auto document = [&](const Term& term) { return contracts::Document::of(value(term.name, term.before)); };
    const auto left = document(expression.left.front());
    const auto right = document(expression.right.front());
    return contracts::equal(left.root(), right.root()) == (expression.op == Op::equal);
  }
  SQUALL_TRY_ASSIGN(const std::int64_t left, total(expression.left, value));
  SQUALL_TRY_ASSIGN(const std::int64_t right, total(expression.right, value));
  switch (expression.op) {
    case Op::equal:
      return left == right;
    case Op::different:
      return left != right;
    case Op::less:
      return left < right;
    case Op::less_equal:
      return left <= right;
    case Op::greater:
      return left > right;
    default:
      return left >= right;
  }
}

}  // namespace squall::harness
