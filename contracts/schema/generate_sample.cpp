#include <algorithm>
#include <array>

#include "contracts/schema/generator.h"

namespace squall::contracts::schema {
namespace {

constexpr std::uint64_t kLongest = 100'000;

struct Shown {
  std::string_view format;
  std::string_view text;
};
// What documentation tools show for a format.
constexpr std::array kShown = {Shown{"date", "2019-08-24"},
                               Shown{"time", "14:15:22Z"},
                               Shown{"date-time", "2019-08-24T14:15:22Z"},
                               Shown{"duration", "P3D"},
                               Shown{"email", "user@example.com"},
                               Shown{"idn-email", "пользователь@пример.ру"},
                               Shown{"hostname", "example.com"},
                               Shown{"idn-hostname", "пример.ру"},
                               Shown{"ipv4", "192.168.0.1"},
                               Shown{"ipv6", "2001:0db8:85a3:0000:0000:8a2e:0370:7334"},
                               Shown{"uri", "http://example.com"},
                               Shown{"url", "http://example.com"},
                               Shown{"iri", "http://example.com"},
                               Shown{"uri-reference", "/dictionary"},
                               Shown{"iri-reference", "/dictionary"},
                               Shown{"uri-template", "http://example.com/{endpoint}"},
                               Shown{"uuid", "497f6eca-6276-4993-bfeb-53cbbbba6f08"},
                               Shown{"json-pointer", "/json/pointer"},
                               Shown{"relative-json-pointer", "1/relative/json/pointer"},
                               Shown{"password", "pa$$word"}};

}  // namespace

std::optional<std::string> shown_text(const Constraints& constraints) {
  for (const std::string_view format : constraints.formats) {
    for (const Shown& shown : kShown) {
      if (shown.format == format) return std::string(shown.text);
    }
  }
  return std::nullopt;
}

std::string plain_text(const Constraints& constraints, std::size_t nth) {
  std::string text = "string";
  while (text.size() < std::min(constraints.min_length, kLongest)) text += "string";
  const auto most = static_cast<std::size_t>(std::min<std::uint64_t>(constraints.max_length, text.size() + 20));
  const std::string number = nth == 0 ? "" : std::to_string(nth);
  if (number.size() > most) return text.substr(0, most);
  return text.substr(0, most - number.size()) + number;
}

}  // namespace squall::contracts::schema
