// Texts of a format that are held to a length or to patterns too. Texts known to be of the format are stretched in one
// place, or what a pattern asks for is put into them; the format's own check decides.

#include <algorithm>
#include <array>

#include "contracts/core/utf8.h"
#include "contracts/schema/generator.h"
#include "contracts/schema/pattern_sample.h"

namespace squall::contracts::schema {
namespace {

constexpr std::size_t kLongStretch = 1000;  // beyond it a text is stretched at its ends only
constexpr std::size_t kMostTried = 20'000;
constexpr std::size_t kSamples = 12;

struct Known {
  std::string_view format;
  std::array<std::string_view, 4> texts;  // from the usual one to the shortest; "" ends the list
};
constexpr std::array kKnown = {
    Known{"base64url", {"c3F1YWxs", "YQ"}},
    Known{"byte", {"c3F1YWxs", "YQ=="}},
    Known{"char", {"a", "A", "0"}},
    Known{"date", {"2019-08-24"}},
    Known{"date-time", {"2019-08-24T14:15:22Z", "2019-08-24T14:15:22.5Z", "2019-08-24T14:15:22+00:00"}},
    Known{"date-time-local", {"2019-08-24T14:15:22", "2019-08-24T14:15:22.5"}},
    Known{"decimal", {"12.50", "1"}},
    Known{"decimal128", {"12.50", "1"}},
    Known{"duration", {"P3D", "PT1H30M", "P1Y2M3DT4H5M6S"}},
    Known{"email", {"user@example.com", "me@example.org", "a@b.co", "a@b"}},
    Known{"hostname", {"example.com", "a.co", "a"}},
    Known{"http-date", {"Sun, 06 Nov 1994 08:49:37 GMT"}},
    Known{"idn-email", {"user@example.com", "me@example.org", "a@b.co", "a@b"}},
    Known{"idn-hostname", {"example.com", "a.co", "a"}},
    Known{"ipv4", {"192.168.0.1", "10.0.0.1", "1.1.1.1", "192.168.100.100"}},
    Known{"ipv6", {"2001:0db8:85a3:0000:0000:8a2e:0370:7334", "2001:db8::1", "::1", "::"}},
    Known{"iri", {"http://example.com", "http://a.co", "urn:a:b", "a:b"}},
    Known{"iri-reference", {"/dictionary", "http://example.com", "/a", "a"}},
    Known{"json-pointer", {"/json/pointer", "/a", "/"}},
    Known{"media-range", {"application/json", "text/*", "a/b"}},
    Known{"regex", {"^[a-z]+$", "a+", "a"}},
    Known{"relative-json-pointer", {"1/relative/json/pointer", "0/a", "0#", "0"}},
    Known{"sf-binary", {":c3F1YWxs:", ":YQ==:"}},
    Known{"sf-boolean", {"?1", "?0"}},
    Known{"sf-string", {"string", "a"}},
    Known{"sf-token", {"string", "a"}},
    Known{"time", {"14:15:22Z", "14:15:22.5Z", "14:15:22+00:00"}},
    Known{"time-local", {"14:15:22", "14:15:22.5"}},
    Known{"uri", {"http://example.com", "http://a.co", "urn:a:b", "a:b"}},
    Known{"uri-reference", {"/dictionary", "http://example.com", "/a", "a"}},
    Known{"uri-template", {"http://example.com/{endpoint}", "/{id}", "/a", "a"}},
    Known{"uuid", {"497f6eca-6276-4993-bfeb-53cbbbba6f08"}}};

bool keeps_formats(const Constraints& constraints, const std::string& text) {
  return std::all_of(constraints.formats.begin(), constraints.formats.end(), [&text](std::string_view name) {
    const Format* format = find_format(name);
    return format == nullptr || format->kind != Kind::string || format->holds(text);
  });
}

class Fitting {
 public:
  Fitting(const Constraints& constraints, Random& random) : constraints_(constraints), random_(random) {}

  std::optional<std::string> found() {
    for (const std::string_view format : constraints_.formats) {
      const auto known = std::find_if(kKnown.begin(), kKnown.end(),
                                      [format](const Known& candidate) { return candidate.format == format; });
      if (known == kKnown.end()) continue;
      if (along(known->texts) || across(known->texts)) return std::move(text_);
    }
    return std::nullopt;
  }

 private:
  using Texts = std::array<std::string_view, 4>;

  bool is(std::string text) {
    ++tried_;
    if (!keeps(constraints_, text)) return false;
    text_ = std::move(text);
    return true;
  }

  bool along(const Texts& texts) {
    return std::any_of(texts.begin(), texts.end(), [this](std::string_view text) {
      return !text.empty() && (is(std::string(text)) || is_stretched(std::string(text)));
    });
  }

  // With one of a few things repeated in one place.
  bool is_stretched(const std::string& text) {
    const std::uint64_t length = utf8_length(text);
    if (length >= constraints_.min_length) return false;
    const auto lack = static_cast<std::size_t>(constraints_.min_length - length);
    for (const std::string_view unit : {"x", "0", "a.", "AAAA"}) {
      for (std::size_t place = 0; place <= text.size(); ++place) {
        if (lack > kLongStretch && place != 0 && place != text.size()) continue;
        for (std::size_t more = 0; more < 4 && tried_ < kMostTried; ++more) {
          std::string stretch;
          while (stretch.size() < lack + more) stretch += unit;
          if (is(text.substr(0, place) + stretch + text.substr(place))) return true;
        }
      }
    }
    return false;
  }

  // With what a pattern asks for in place of a part.
  bool across(const Texts& texts) {
    for (std::size_t i = 0; i < kSamples * constraints_.patterns.size(); ++i) {
      const Pattern& pattern = *constraints_.patterns[i % constraints_.patterns.size()];
      const auto sample = sample_pattern(pattern.text(), random_, i / constraints_.patterns.size() / 2);
      if (!sample) continue;
      if (is(*sample)) return true;
      for (const std::string_view text : texts) {
        if (!text.empty() && is_spliced(std::string(text), *sample)) return true;
      }
    }
    return false;
  }

  bool is_spliced(const std::string& text, const std::string& sample) {
    for (std::size_t from = 0; from <= text.size(); ++from) {
      for (std::size_t to = from; to <= text.size() && tried_ < kMostTried; ++to) {
        const std::string spliced = text.substr(0, from) + sample + text.substr(to);
        if (is(spliced)) return true;
        const bool only_short = utf8_length(spliced) < constraints_.min_length && keeps_formats(constraints_, spliced);
        if (only_short && is_stretched(spliced)) return true;
      }
    }
    return false;
  }

  const Constraints& constraints_;
  Random& random_;
  std::string text_;
  std::size_t tried_ = 0;
};

}  // namespace

bool keeps(const Constraints& constraints, const std::string& text) {
  const std::uint64_t length = utf8_length(text);
  return length >= constraints.min_length && length <= constraints.max_length &&
         std::all_of(constraints.patterns.begin(), constraints.patterns.end(),
                     [&text](const Pattern* pattern) { return pattern->search(text) == Match::yes; }) &&
         keeps_formats(constraints, text);
}

std::optional<std::string> fitted_text(const Constraints& constraints, Random& random) {
  return Fitting(constraints, random).found();
}

}  // namespace squall::contracts::schema
