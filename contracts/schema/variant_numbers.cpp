#include <array>

#include "contracts/schema/decimal_step.h"
#include "contracts/schema/variant_values.h"

namespace squall::contracts::schema {
namespace {

class Numbers {
 public:
  Numbers(const Constraints& constraints, std::vector<Special>& out) : constraints_(constraints), out_(out) {
    std::vector<std::string_view> lexemes = constraints.multiples;
    if (lexemes.empty() && !constraints.integer) {
      if (constraints.lower) lexemes.push_back(constraints.lower->lexeme);
      if (constraints.upper) lexemes.push_back(constraints.upper->lexeme);
      lexemes.push_back("0.01");
    }
    unit_ = constraints.multiples.size() == 1 ? std::string(constraints.multiples.front()) : finest_unit(lexemes);
  }

  void add() {
    if (constraints_.lower) bound(*constraints_.lower, true);
    if (constraints_.upper) bound(*constraints_.upper, false);
    if (!constraints_.multiples.empty()) multiples();
    keyword_ = "type";
    for (const char* lexeme : {"0", "-1", "1"}) special(lexeme, "");
    if (!constraints_.integer) special("0.5", "with decimals");
    extremes();
  }

 private:
  void special(std::string lexeme, const std::string& why, Telling telling = Telling::boundary) {
    std::string what = "is " + lexeme + (why.empty() ? "" : ", " + why);
    out_.push_back(Special{telling, keyword_, std::move(what), Value(Lexeme{std::move(lexeme)})});
  }

  void bound(const Bound& bound, bool lower) {
    const std::string name = lower ? "minimum" : "maximum";
    keyword_ = !bound.exclusive ? name : lower ? "exclusiveMinimum" : "exclusiveMaximum";
    auto first = rounded(bound.lexeme, constraints_.integer && constraints_.multiples.empty() ? "1" : unit_, !lower);
    const std::int64_t inwards = lower ? 1 : -1;
    if (!first) {
      if (!bound.exclusive) special(std::string(bound.lexeme), "its " + name);
      return;
    }
    if (bound.exclusive && *first == bound.lexeme) first = stepped(*first, inwards, unit_);
    if (!first) return;
    special(*first, bound.exclusive ? "next to its " + keyword_ : "its " + name);
    if (auto next = stepped(*first, inwards, unit_)) special(std::move(*next), "next to its " + name);
  }

  void multiples() {
    keyword_ = "multipleOf";
    const auto from = constraints_.lower ? constraints_.lower->lexeme : std::string_view("0");
    const auto first = rounded(from, unit_, false);
    for (const std::int64_t steps : {1, 7}) {
      auto next = first ? stepped(*first, steps, unit_) : std::nullopt;
      if (next) special(std::move(*next), "a multiple of " + unit_);
    }
  }

  void extremes() {
    bool int32 = false;
    bool int64 = false;
    for (const std::string_view format : constraints_.formats) {
      int32 = int32 || format == "int32";
      int64 = int64 || format == "int64";
    }
    if (!constraints_.integer && !int32 && !int64) {
      if (constraints_.upper || !constraints_.formats.empty()) return;
      return special("1e10", "with an exponent", Telling::format);
    }
    keyword_ = int32 || int64 ? "format" : "type";
    special("2147483647", "the largest int32", Telling::format);
    special("-2147483648", "the smallest int32", Telling::format);
    if (int32) return;
    special("2147483648", "beyond int32", Telling::format);
    if (!int64) return;
    special("9223372036854775807", "the largest int64", Telling::format);
    special("-9223372036854775808", "the smallest int64", Telling::format);
  }

  const Constraints& constraints_;
  std::vector<Special>& out_;
  std::string unit_;
  std::string keyword_;
};

}  // namespace

void add_special_numbers(const Constraints& constraints, std::vector<Special>& out) {
  Numbers(constraints, out).add();
}

}  // namespace squall::contracts::schema
