#include <algorithm>
#include <array>

#include "contracts/core/utf8.h"
#include "contracts/schema/generator.h"
#include "contracts/schema/pattern_sample.h"

namespace squall::contracts::schema {
namespace {

constexpr std::array<std::string_view, 16> kWords = {"amber",  "birch",  "cedar",  "delta",   "ember",   "fjord",
                                                     "grove",  "harbor", "island", "juniper", "kestrel", "lagoon",
                                                     "meadow", "north",  "orchid", "pebble"};
constexpr std::uint64_t kLongest = 100'000;

std::string word(Random& random) {
  return std::string(kWords[random.below(kWords.size())]);
}

std::string two_digits(std::int64_t value) {
  return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string date(Random& random) {
  return std::to_string(random.between(2000, 2029)) + "-" + two_digits(random.between(1, 12)) + "-" +
         two_digits(random.between(1, 28));
}
std::string time(Random& random) {
  return two_digits(random.between(0, 23)) + ":" + two_digits(random.between(0, 59)) + ":" +
         two_digits(random.between(0, 59)) + "Z";
}
std::string date_time(Random& random) {
  return date(random) + "T" + time(random);
}
std::string duration(Random& random) {
  return "PT" + std::to_string(random.between(1, 59)) + "M";
}
std::string email(Random& random) {
  return word(random) + std::to_string(random.below(100)) + "@example.com";
}
std::string hostname(Random& random) {
  return word(random) + ".example.com";
}
std::string ipv4(Random& random) {
  return "192.0.2." + std::to_string(random.between(1, 254));
}
std::string ipv6(Random& random) {
  return "2001:db8::" + std::to_string(random.between(1, 999));
}
std::string uri(Random& random) {
  return "https://example.com/" + word(random) + std::to_string(random.below(100));
}
std::string reference(Random& random) {
  return "/" + word(random) + "/" + std::to_string(random.below(100));
}
std::string pointer(Random& random) {
  return "/" + word(random);
}
std::string relative_pointer(Random& random) {
  return std::to_string(random.below(3)) + "/" + word(random);
}
std::string uri_template(Random& random) {
  return "https://example.com/" + word(random) + "/{id}";
}
std::string regex(Random&) {
  return "^[a-z]+$";
}
std::string base64(Random&) {
  return "c3F1YWxs";
}
std::string decimal(Random& random) {
  return std::to_string(random.between(0, 999)) + "." + two_digits(random.between(0, 99));
}
std::string character(Random& random) {
  return std::string(1, static_cast<char>('a' + random.below(26)));
}
std::string time_local(Random& random) {
  return time(random).substr(0, 8);
}
std::string date_time_local(Random& random) {
  return date(random) + "T" + time_local(random);
}
std::string http_date(Random& random) {
  return "Sun, 0" + std::to_string(random.between(1, 9)) + " Nov 2026 " + time_local(random) + " GMT";
}
std::string media_range(Random&) {
  return "application/json";
}
std::string sf_boolean(Random& random) {
  return random.chance(0.5) ? "?1" : "?0";
}
std::string uuid(Random& random) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string text = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  for (char& c : text) {
    if (c == 'x') c = kHex[random.below(16)];
  }
  return text;
}
std::string phone(Random& random) {
  return "+1555010" + std::to_string(random.between(0, 9)) + two_digits(random.between(0, 99));
}

struct Sample {
  std::string_view name;
  std::string (*make)(Random& random);
};
constexpr std::array kByFormat = {Sample{"date", date},
                                  Sample{"time", time},
                                  Sample{"date-time", date_time},
                                  Sample{"duration", duration},
                                  Sample{"email", email},
                                  Sample{"idn-email", email},
                                  Sample{"hostname", hostname},
                                  Sample{"idn-hostname", hostname},
                                  Sample{"ipv4", ipv4},
                                  Sample{"ipv6", ipv6},
                                  Sample{"uri", uri},
                                  Sample{"url", uri},
                                  Sample{"iri", uri},
                                  Sample{"uri-reference", reference},
                                  Sample{"iri-reference", reference},
                                  Sample{"uri-template", uri_template},
                                  Sample{"json-pointer", pointer},
                                  Sample{"relative-json-pointer", relative_pointer},
                                  Sample{"regex", regex},
                                  Sample{"byte", base64},
                                  Sample{"base64url", base64},
                                  Sample{"char", character},
                                  Sample{"decimal", decimal},
                                  Sample{"decimal128", decimal},
                                  Sample{"time-local", time_local},
                                  Sample{"date-time-local", date_time_local},
                                  Sample{"http-date", http_date},
                                  Sample{"media-range", media_range},
                                  Sample{"sf-binary", base64},
                                  Sample{"sf-boolean", sf_boolean},
                                  Sample{"sf-string", word},
                                  Sample{"sf-token", word},
                                  Sample{"uuid", uuid},
                                  Sample{"phone", phone}};
// Parts of property names that tell what people put there.
constexpr std::array kByName = {Sample{"email", email}, Sample{"phone", phone}, Sample{"url", uri},
                                Sample{"date", date}};

std::string lower(std::string_view text) {
  std::string copy(text);
  std::transform(copy.begin(), copy.end(), copy.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return copy;
}

std::optional<std::string> of_format(const Constraints& constraints, Random& random) {
  for (const std::string_view format : constraints.formats) {
    for (const Sample& sample : kByFormat) {
      if (sample.name != format) continue;
      std::string text = sample.make(random);
      const bool open_ended = format.find("ur") == 0 || format.find("ir") == 0;  // may grow at the end
      if (open_ended && text.size() < constraints.min_length) {
        text.append(static_cast<std::size_t>(std::min(constraints.min_length, kLongest)) - text.size(), 'x');
      }
      return text;
    }
  }
  return std::nullopt;
}

std::optional<std::string> of_patterns(const Constraints& constraints, Random& random, Flavour flavour) {
  for (std::size_t attempt = 0; attempt < 48; ++attempt) {
    const Pattern& pattern = *constraints.patterns[attempt % constraints.patterns.size()];
    std::size_t stretch = flavour == Flavour::minimal ? attempt / 8 : 1 + attempt / 3;
    if (attempt % 2 == 1) stretch += static_cast<std::size_t>(std::min(constraints.min_length, kLongest));
    auto text = sample_pattern(pattern.text(), random, stretch);
    if (!text) continue;
    // An unanchored pattern leaves room before and behind.
    const std::uint64_t length = utf8_length(*text);
    std::string padded = *text;
    if (length < constraints.min_length)
      padded.append(static_cast<std::size_t>(std::min(constraints.min_length, kLongest) - length), 'a');
    if (keeps(constraints, *text)) return text;
    if (keeps(constraints, padded)) return padded;
  }
  return std::nullopt;
}

std::string of_words(const Constraints& constraints, Random& random, Flavour flavour, std::string_view hint) {
  const std::string name = lower(hint);
  if (flavour != Flavour::minimal && !name.empty()) {
    for (const Sample& sample : kByName) {
      if (name.find(sample.name) == std::string::npos) continue;
      std::string text = sample.make(random);
      if (keeps(constraints, text)) return text;
    }
  }
  std::string text = word(random);
  if (flavour == Flavour::maximal) text += " " + word(random) + " " + word(random);
  while (text.size() < std::min(constraints.min_length, kLongest)) text += " " + word(random);
  const bool shortest = flavour == Flavour::minimal && constraints.min_length > 0;
  const std::uint64_t most =
      shortest ? constraints.min_length : std::max(constraints.min_length, constraints.max_length);
  if (text.size() > most) text.resize(static_cast<std::size_t>(most));
  // No space at the ends: some APIs trim.
  if (!text.empty() && text.back() == ' ') text.back() = 'x';
  return text;
}

}  // namespace

std::optional<Value> generate_text(const Constraints& constraints, Random& random, Flavour flavour,
                                   std::string_view hint, std::size_t nth) {
  if (constraints.min_length > constraints.max_length || constraints.min_length > kLongest) return std::nullopt;
  if (flavour == Flavour::sample && nth == 0) {
    if (auto text = shown_text(constraints); text && keeps(constraints, *text)) return Value(std::move(*text));
  }
  if (auto text = of_format(constraints, random); text && keeps(constraints, *text)) return Value(std::move(*text));
  if (flavour == Flavour::sample) {
    if (auto text = plain_text(constraints, nth); keeps(constraints, text)) return Value(std::move(text));
  }
  if (auto text = fitted_text(constraints, random)) return Value(std::move(*text));
  if (!constraints.patterns.empty()) {
    auto text = of_patterns(constraints, random, flavour);
    return text ? std::optional<Value>(std::move(*text)) : std::nullopt;
  }
  return Value(of_words(constraints, random, flavour, hint));
}

}  // namespace squall::contracts::schema
