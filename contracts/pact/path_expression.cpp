#include "contracts/pact/path_expression.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "contracts/core/ascii.h"

namespace squall::contracts::pact {
namespace {

constexpr std::size_t kMostSteps = 1'000;

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<PathExpression> parse() {
    if (peek() != '$') return wrong("a path begins with '$'");
    ++at_;
    std::vector<PathStep> steps;
    while (at_ < text_.size()) {
      auto step = text_[at_] == '.' ? dotted() : text_[at_] == '[' ? bracketed() : wrong("expected '.' or '['");
      if (!step) return fail(step.error());
      if (steps.size() == kMostSteps) return wrong("more steps than anything has");
      // $.['a'] is written by some: the dot adds nothing.
      steps.push_back(std::move(*step));
    }
    return PathExpression(std::move(steps));
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  tl::unexpected<Error> wrong(const std::string& what) const {
    return fail(ErrorKind::malformed,
                "'" + std::string(text_) + "' is no path: " + what + ", at character " + std::to_string(at_ + 1));
  }

  Result<PathStep> dotted() {
    ++at_;
    if (peek() == '[') return bracketed();
    const auto end = std::min(text_.find_first_of(".[", at_), text_.size());
    const std::string_view name = text_.substr(at_, end - at_);
    if (name.empty()) return wrong("expected a name");
    at_ = end;
    if (name == "*") return PathStep{PathStep::Kind::any_field, {}, 0};
    return PathStep{PathStep::Kind::field, std::string(name), 0};
  }

  Result<PathStep> bracketed() {
    ++at_;
    PathStep step;
    if (peek() == '\'' || peek() == '"') {
      const char quote = text_[at_++];
      while (at_ < text_.size() && text_[at_] != quote) {
        if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
        step.name += text_[at_++];
      }
      if (peek() != quote) return wrong("a quoted name does not end");
      ++at_;
    } else {
      const auto end = std::min(text_.find(']', at_), text_.size());
      const std::string_view inside = text_.substr(at_, end - at_);
      if (inside == "*") {
        step.kind = PathStep::Kind::any_index;
      } else if (const auto index = is_digits(inside) ? number(inside) : std::nullopt) {
        step.kind = PathStep::Kind::index;
        step.index = *index;
      } else {
        return wrong("expected a quoted name, an index or '*'");
      }
      at_ = end;
    }
    if (peek() != ']') return wrong("expected ']'");
    ++at_;
    return step;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

std::uint64_t weight(const PathStep& step, const PathPart& part) {
  switch (step.kind) {
    case PathStep::Kind::any_field:
      return 1;
    case PathStep::Kind::any_index:
      return part.is_index ? 1 : 0;
    case PathStep::Kind::field:
      return step.name == part.name ? 2 : 0;
    case PathStep::Kind::index:
      return part.is_index && number(part.name) == step.index ? 2 : 0;
  }
  return 0;
}

bool is_plain(std::string_view name) {
  return !name.empty() && name != "*" && std::all_of(name.begin(), name.end(), [](char c) {
    return is_digit(c) || c == '_' || c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  });
}

}  // namespace

Result<PathExpression> PathExpression::parse(std::string_view text) {
  return Parser(text).parse();
}

PathFit PathExpression::fit(std::span<const PathPart> path) const {
  if (steps_.size() > path.size()) return {};
  // The root counts as a named step. Beyond 60 steps the product would not fit: it is held, the length decides.
  PathFit fit{2, steps_.size()};
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const std::uint64_t one = weight(steps_[i], path[i]);
    if (one == 0) return {};
    if (fit.weight < (std::uint64_t{1} << 62)) fit.weight *= one;
  }
  return fit;
}

std::string to_string(const PathExpression& path) {
  std::string text = "$";
  for (const PathStep& step : path.steps()) {
    switch (step.kind) {
      case PathStep::Kind::any_field:
        text += ".*";
        break;
      case PathStep::Kind::any_index:
        text += "[*]";
        break;
      case PathStep::Kind::index:
        text += "[" + std::to_string(step.index) + "]";
        break;
      case PathStep::Kind::field:
        if (is_plain(step.name)) {
          text += "." + step.name;
        } else {
          text += "['";
          for (const char c : step.name) text += c == '\'' || c == '\\' ? std::string{'\\', c} : std::string{c};
          text += "']";
        }
    }
  }
  return text;
}

}  // namespace squall::contracts::pact
