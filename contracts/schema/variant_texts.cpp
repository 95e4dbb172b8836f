#include <algorithm>
#include <array>

#include "contracts/core/utf8.h"
#include "contracts/schema/pattern_sample.h"
#include "contracts/schema/variant_values.h"

namespace squall::contracts::schema {
namespace {

constexpr std::uint64_t kLongestMade = 100'000;
constexpr std::uint64_t kLong = 10'000;

// The unusual among what a format allows.
struct Unusual {
  std::string_view format;
  std::string_view text;
};
constexpr std::array kUnusual = {
    Unusual{"date", "2024-02-29"},
    Unusual{"time", "23:59:59.123456+05:30"},
    Unusual{"date-time", "2024-02-29T23:59:59.123456+05:30"},
    Unusual{"date-time", "1970-01-01T00:00:00Z"},
    Unusual{"duration", "P1Y2M3DT4H5M6S"},
    Unusual{"email", "first.last+tag@sub.example.com"},
    Unusual{"hostname", "xn--bcher-kva.example"},
    Unusual{"ipv4", "255.255.255.255"},
    Unusual{"ipv6", "::ffff:192.0.2.1"},
    Unusual{"ipv6", "2001:0DB8:0000:0000:0000:0000:0000:0001"},
    Unusual{"uri", "https://user@example.com:8443/a%20b/?q=1&r=%C3%A9#part"},
    Unusual{"uri-reference", "../a?b=c#d"},
    Unusual{"uuid", "FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF"},
    Unusual{"uuid", "00000000-0000-0000-0000-000000000000"},
    Unusual{"byte", "+/+/"},
    Unusual{"byte", "AA=="},
};

std::string repeated(std::string_view unit, std::uint64_t count) {
  std::string text;
  text.reserve(unit.size() * count);
  for (std::uint64_t i = 0; i < count; ++i) text += unit;
  return text;
}

class Texts {
 public:
  Texts(const Constraints& constraints, const std::string& valid, Random& random, std::vector<Special>& out)
      : constraints_(constraints), valid_(valid), random_(random), out_(out) {}

  void add() {
    const bool bounded = constraints_.max_length <= kLongestMade;
    const bool formatted =
        std::any_of(constraints_.formats.begin(), constraints_.formats.end(),
                    [](std::string_view format) { return format != "password" && format != "string"; });
    if (constraints_.patterns.empty() && !formatted) {
      if (constraints_.min_length > 0) lengths("minLength", constraints_.min_length);
      if (bounded) lengths("maxLength", constraints_.max_length);
      free_texts(bounded);
    } else if (!constraints_.patterns.empty()) {
      along_patterns(bounded);
    }
    for (const Unusual& unusual : kUnusual) {
      for (const std::string_view format : constraints_.formats) {
        if (format == unusual.format)
          special(Telling::format, "format", "is an unusual " + std::string(format), std::string(unusual.text));
      }
    }
  }

 private:
  void special(Telling telling, std::string keyword, std::string what, std::string text) {
    out_.push_back(Special{telling, std::move(keyword), std::move(what), Value(std::move(text))});
  }

  // Lengths count code points, whatever a code point takes (2020-12 validation, section 6.3.1).
  void lengths(const std::string& keyword, std::uint64_t length) {
    if (length > kLongestMade) return;
    const std::string how = "has " + std::to_string(length) + " characters, its " + keyword;
    std::string plain(valid_);
    while (utf8_length(plain) < length) plain += 'a';
    std::string exact;
    std::string_view rest = plain;
    for (std::uint64_t i = 0; i < length; ++i) append_utf8(exact, next_code_point(rest));
    if (!exact.empty() && exact.back() == ' ') exact.back() = 'x';
    special(Telling::boundary, keyword, how, std::move(exact));
    if (length == 0) return;
    const bool upper = keyword == "maxLength";
    if (upper && length > constraints_.min_length + 1) {
      special(Telling::shape, keyword, "has one character less than its maxLength", std::string(length - 1, 'b'));
    }
    if (!upper)
      special(Telling::shape, keyword, "has one character more than its minLength", std::string(length + 1, 'b'));
    special(Telling::text, keyword, how + ", beyond the basic plane", repeated("\U0001F600", length));
    special(Telling::text, keyword, how + ", with combining ones",
            repeated("e\u0301", length / 2) + std::string(length % 2, 'e'));
  }

  void free_texts(bool bounded) {
    special(Telling::boundary, "minLength", "is empty", "");
    special(Telling::text, "type", "has characters beyond ASCII", fitted("Zo\u00eb \u65e5\u672c \U0001F600"));
    special(Telling::text, "type", "has characters that need escapes", fitted("\"'\\<&>%;/{}"));
    special(Telling::text, "type", "has a line break and a tab", fitted("a\nb\tc"));
    special(Telling::text, "type", "has U+0000", fitted(std::string("a\0b", 3)));
    special(Telling::text, "type", "has spaces around it", fitted(" a "));
    special(Telling::text, "type", "is text that reads as a number", fitted("0"));
    special(Telling::text, "type", "is text that reads as null", fitted("null"));
    if (!bounded) special(Telling::text, "type", "is long", std::string(kLong, 'a'));
  }

  void along_patterns(bool bounded) {
    const std::string_view pattern = constraints_.patterns.front()->text();
    const auto sample = [&](std::size_t stretch, Taste taste) {
      return sample_pattern(pattern, random_, stretch, taste);
    };
    std::optional<std::string> shortest;
    std::optional<std::string> longest;
    const std::uint64_t most = bounded ? constraints_.max_length : 200;
    for (std::size_t draw = 0; draw < 16; ++draw) {
      auto small = sample(draw / 8, Taste::usual);
      if (small && fits(*small) && (!shortest || small->size() < shortest->size())) shortest = std::move(small);
      auto large = sample(static_cast<std::size_t>(std::min<std::uint64_t>(most, 64U << draw / 4)), Taste::usual);
      if (large && fits(*large) && (!longest || large->size() > longest->size())) longest = std::move(large);
    }
    if (shortest) special(Telling::boundary, "pattern", "is a short match of its pattern", std::move(*shortest));
    if (longest) special(Telling::boundary, "pattern", "is a long match of its pattern", std::move(*longest));
    for (std::size_t draw = 0, made = 0; draw < 12 && made < 2; ++draw) {
      auto odd = sample(1 + draw % 4, Taste::unusual);
      if (!odd || !fits(*odd)) continue;
      ++made;
      special(Telling::text, "pattern", "is an unusual match of its pattern", std::move(*odd));
    }
  }

  bool fits(const std::string& text) const {
    const std::size_t length = utf8_length(text);
    return length >= constraints_.min_length && length <= constraints_.max_length &&
           std::all_of(constraints_.patterns.begin(), constraints_.patterns.end(),
                       [&text](const Pattern* pattern) { return pattern->search(text) == Match::yes; });
  }

  // Made longer where it has to be, cut where it is too long.
  std::string fitted(std::string_view text) const {
    std::string made;
    std::uint64_t length = 0;
    while (!text.empty() && length < constraints_.max_length) {
      append_utf8(made, next_code_point(text));
      ++length;
    }
    const std::uint64_t least = std::min(constraints_.min_length, kLongestMade);
    if (length < least) made.insert(0, std::string(least - length, 'a'));
    return made;
  }

  const Constraints& constraints_;
  const std::string& valid_;
  Random& random_;
  std::vector<Special>& out_;
};

}  // namespace

void add_special_texts(const Constraints& constraints, const std::string& valid, Random& random,
                       std::vector<Special>& out) {
  Texts(constraints, valid, random, out).add();
}

}  // namespace squall::contracts::schema
