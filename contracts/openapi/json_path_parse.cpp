#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/core/number.h"
#include "contracts/core/utf8.h"
#include "contracts/openapi/json_path_query.h"

namespace squall::contracts::openapi {
namespace {

using Query = JsonPath::Query;
using Function = PathOperand::Function;
using Condition = PathCondition;

constexpr int deepest = 64;
constexpr std::int64_t largest = 9'007'199'254'740'991;  // section 2.1: I-JSON

struct FunctionRule {
  std::string_view name;
  Function function;
  std::size_t arguments;
  bool of_nodes;  // its argument is a nodelist, not a value
  bool is_test;   // its result is a truth, not a value
};
constexpr FunctionRule functions[] = {{"length", Function::length, 1, false, false},
                                      {"count", Function::count, 1, true, false},
                                      {"match", Function::match, 2, false, true},
                                      {"search", Function::search, 2, false, true},
                                      {"value", Function::value, 1, true, false}};

const FunctionRule& rule_of(Function function) {
  return *std::find_if(std::begin(functions), std::end(functions),
                       [function](const FunctionRule& rule) { return rule.function == function; });
}

bool is_name_first(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<std::unique_ptr<const Query>> run() {
    auto query = std::make_unique<Query>();
    if (!take('$')) {
      fail("a JSONPath begins with '$'");
    } else if (segments(*query) && at_ != text_.size()) {
      fail("expected a segment or the end");
    }
    if (error_.empty()) return query;
    return contracts::fail(ErrorKind::malformed, "'" + std::string(text_) + "' is no JSONPath: " + error_ +
                                                     " at byte " + std::to_string(error_at_ + 1));
  }

 private:
  bool fail(std::string message) {
    if (error_.empty()) {
      error_ = std::move(message);
      error_at_ = at_;
    }
    return false;
  }
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  void blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  bool segments(Query& query) {
    for (;;) {
      const std::size_t before = at_;
      blanks();
      if (peek() != '.' && peek() != '[') {
        at_ = before;
        return true;
      }
      PathSegment segment;
      if (take("..")) {
        segment.descendant = true;
        if (!(peek() == '[' ? bracketed(segment) : shorthand(segment))) return false;
      } else if (!(take('.') ? shorthand(segment) : bracketed(segment))) {
        return false;
      }
      query.segments.push_back(std::move(segment));
    }
  }

  bool shorthand(PathSegment& segment) {
    PathSelector& selector = segment.selectors.emplace_back();
    if (take('*')) return true;
    if (!is_name_first(peek())) return fail("expected a name, '*' or '['");
    selector.kind = PathSelector::Kind::name;
    while (is_name_first(peek()) || is_digit(peek())) selector.name += text_[at_++];
    return true;
  }

  bool bracketed(PathSegment& segment) {
    if (!take('[')) return fail("expected '['");
    do {
      blanks();
      if (!selector(segment.selectors.emplace_back())) return false;
      blanks();
    } while (take(','));
    return take(']') || fail("expected ',' or ']'");
  }

  bool selector(PathSelector& out) {
    const char c = peek();
    if (take('*')) return true;
    if (c == '\'' || c == '"') {
      out.kind = PathSelector::Kind::name;
      return string(out.name);
    }
    if (take('?')) {
      out.kind = PathSelector::Kind::filter;
      auto condition = std::make_unique<Condition>();
      blanks();
      if (!any_of(*condition, 0)) return false;
      out.filter = std::move(condition);
      return true;
    }
    return index_or_slice(out);
  }

  bool index_or_slice(PathSelector& out) {
    std::optional<std::int64_t> first;
    if (peek() != ':' && !integer(first)) return false;
    const std::size_t before = at_;
    blanks();
    if (!take(':')) {
      at_ = before;
      if (!first) return fail("expected a selector");
      out.kind = PathSelector::Kind::index;
      out.index = *first;
      return true;
    }
    out.kind = PathSelector::Kind::slice;
    out.start = first;
    blanks();
    if ((is_digit(peek()) || peek() == '-') && !integer(out.end)) return false;
    blanks();
    if (!take(':')) return true;
    blanks();
    return (!is_digit(peek()) && peek() != '-') || integer(out.step);
  }

  bool integer(std::optional<std::int64_t>& out) {
    const std::size_t start = at_;
    take('-');
    const std::size_t digits = at_;
    while (is_digit(peek())) ++at_;
    const std::string_view text = text_.substr(start, at_ - start);
    if (at_ == digits) return fail("expected a selector");
    const bool zero_first = text_[digits] == '0' && (at_ - digits > 1 || digits > start);
    const auto value = zero_first ? std::nullopt : to_int64(text);
    if (!value || *value > largest || *value < -largest) return fail("'" + std::string(text) + "' is no index");
    out = value;
    return true;
  }

  bool string(std::string& out) {
    const char quote = text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote) {
      const char c = text_[at_];
      if (static_cast<unsigned char>(c) < 0x20) return fail("a control character must be escaped");
      ++at_;
      if (c != '\\') {
        out += c;
      } else if (!escape(out, quote)) {
        return false;
      }
    }
    return take(quote) || fail("the string does not end");
  }

  bool escape(std::string& out, char quote) {
    constexpr std::string_view names = "bfnrt/\\";
    constexpr std::string_view values = "\b\f\n\r\t/\\";
    const char c = peek();
    ++at_;
    if (c == quote) {
      out += c;
      return true;
    }
    if (const auto known = names.find(c); known != std::string_view::npos && c != '\0') {
      out += values[known];
      return true;
    }
    std::uint32_t unit = 0;
    if (c != 'u' || !hex(unit)) return fail("no escape of JSONPath");
    if (unit >= 0xDC00 && unit < 0xE000) return fail("half a surrogate pair");
    if (unit >= 0xD800 && unit < 0xDC00) {
      std::uint32_t low = 0;
      if (!take("\\u") || !hex(low) || low < 0xDC00 || low >= 0xE000) return fail("half a surrogate pair");
      unit = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(out, unit);
    return true;
  }

  bool hex(std::uint32_t& unit) {
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = peek();
      const char letter = static_cast<char>(c | 0x20);
      if (is_digit(c)) {
        unit = unit * 16 + static_cast<std::uint32_t>(c - '0');
      } else if (letter >= 'a' && letter <= 'f') {
        unit = unit * 16 + static_cast<std::uint32_t>(letter - 'a' + 10);
      } else {
        return false;
      }
    }
    return true;
  }

  bool any_of(Condition& out, int depth) { return chain(out, depth, Condition::Kind::any, "||", &Parser::all_of); }
  bool all_of(Condition& out, int depth) { return chain(out, depth, Condition::Kind::all, "&&", &Parser::basic); }

  bool chain(Condition& out, int depth, Condition::Kind kind, std::string_view word,
             bool (Parser::*part)(Condition&, int)) {
    Condition first;
    if (!(this->*part)(first, depth)) return false;
    std::vector<Condition> parts;
    parts.push_back(std::move(first));
    for (;;) {
      const std::size_t before = at_;
      blanks();
      if (!take(word)) {
        at_ = before;
        break;
      }
      blanks();
      Condition next;
      if (!(this->*part)(next, depth)) return false;
      parts.push_back(std::move(next));
    }
    if (parts.size() == 1) {
      out = std::move(parts.front());
    } else {
      out.kind = kind;
      out.parts = std::move(parts);
    }
    return true;
  }

  bool basic(Condition& out, int depth) {
    if (depth > deepest) return fail("nested too deep");
    if (take('!')) {
      blanks();
      out.kind = Condition::Kind::negation;
      Condition& inner = out.parts.emplace_back();
      return peek() == '(' ? parenthesis(inner, depth) : test(inner, depth);
    }
    if (peek() == '(') return parenthesis(out, depth);
    if (!operand(out.left, depth)) return false;
    const std::size_t before = at_;
    blanks();
    if (!comparison(out.op)) {
      at_ = before;
      return is_test(out.left) || fail("expected a comparison");
    }
    out.kind = Condition::Kind::compare;
    blanks();
    return operand(out.right, depth) && comparable(out.left) && comparable(out.right);
  }

  bool parenthesis(Condition& out, int depth) {
    take('(');
    blanks();
    if (!any_of(out, depth + 1)) return false;
    blanks();
    return take(')') || fail("expected ')'");
  }

  bool test(Condition& out, int depth) {
    if (!operand(out.left, depth)) return false;
    return is_test(out.left) || fail("expected a test");
  }

  static bool is_test(const PathOperand& operand) {
    return operand.query != nullptr || (operand.function != Function::none && rule_of(operand.function).is_test);
  }
  bool comparable(const PathOperand& operand) {
    if (operand.query != nullptr && !operand.query->is_singular()) return fail("only one value can be compared");
    if (operand.function != Function::none && rule_of(operand.function).is_test) {
      return fail("the result of a test cannot be compared");
    }
    return true;
  }

  bool comparison(Condition::Operator& op) {
    using Operator = Condition::Operator;
    constexpr std::pair<std::string_view, Operator> operators[] = {
        {"==", Operator::equal},         {"!=", Operator::not_equal}, {"<=", Operator::less_equal},
        {">=", Operator::greater_equal}, {"<", Operator::less},       {">", Operator::greater}};
    for (const auto& [word, meaning] : operators) {
      if (!take(word)) continue;
      op = meaning;
      return true;
    }
    return false;
  }

  bool operand(PathOperand& out, int depth) {
    const char c = peek();
    if (c == '@' || c == '$') {
      ++at_;
      if (++queries_ > deepest) return fail("too many queries");
      auto query = std::make_unique<Query>();
      query->relative = c == '@';
      if (!segments(*query)) return false;
      out.query = std::move(query);
      return true;
    }
    if (c == '\'' || c == '"') {
      std::string text;
      if (!string(text)) return false;
      out.literal = std::make_shared<const Document>(Document::of(Value(std::move(text))));
      return true;
    }
    if (c == '-' || is_digit(c)) return number(out);
    std::string word;
    while ((peek() >= 'a' && peek() <= 'z') || peek() == '_' || is_digit(peek())) word += text_[at_++];
    if (word == "true" || word == "false" || word == "null") {
      const Value value = word == "null" ? Value() : Value(word == "true");
      out.literal = std::make_shared<const Document>(Document::of(value));
      return true;
    }
    return function(out, word, depth);
  }

  bool number(PathOperand& out) {
    const std::size_t start = at_;
    while (is_digit(peek()) || (peek() != '\0' && std::string_view("+-.eE").find(peek()) != std::string_view::npos)) {
      ++at_;
    }
    const std::string text(text_.substr(start, at_ - start));
    if (!is_json_number(text)) return fail("'" + text + "' is no number");
    out.literal = std::make_shared<const Document>(Document::of(Value(Lexeme{text})));
    return true;
  }

  bool function(PathOperand& out, const std::string& word, int depth) {
    const auto rule =
        std::find_if(std::begin(functions), std::end(functions), [&](const auto& one) { return one.name == word; });
    if (rule == std::end(functions)) return fail(word.empty() ? "expected a value" : "no function '" + word + "'");
    if (!take('(')) return fail("expected '('");
    if (depth > deepest) return fail("nested too deep");
    out.function = rule->function;
    do {
      blanks();
      PathOperand& argument = out.arguments.emplace_back();
      if (!operand(argument, depth + 1)) return false;
      if (rule->of_nodes && argument.query == nullptr) return fail(word + "() wants a query");
      if (!rule->of_nodes && !comparable(argument)) return false;
      blanks();
    } while (take(','));
    if (!take(')')) return fail("expected ')'");
    return out.arguments.size() == rule->arguments ||
           fail(word + "() wants " + std::to_string(rule->arguments) + " argument(s)");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int queries_ = 0;
  std::string error_;
  std::size_t error_at_ = 0;
};

}  // namespace

bool JsonPath::Query::is_singular() const {
  return std::all_of(segments.begin(), segments.end(), [](const PathSegment& segment) {
    return !segment.descendant && segment.selectors.size() == 1 &&
           (segment.selectors.front().kind == PathSelector::Kind::name ||
            segment.selectors.front().kind == PathSelector::Kind::index);
  });
}

Result<JsonPath> JsonPath::parse(std::string_view text) {
  SQUALL_TRY_ASSIGN(auto query, Parser(text).run());
  return JsonPath(std::move(query));
}

}  // namespace squall::contracts::openapi
