#include "reports/formats/style.h"

#include "reports/model/names.h"

namespace squall::reports {

std::string Style::operator()(Ink ink, std::string_view text) const {
  if (!colour_ || ink == Ink::plain || text.empty()) return std::string(text);
  static constexpr std::string_view codes[] = {"", "1", "2", "32", "31", "33"};
  return "\x1b[" + std::string(codes[static_cast<std::size_t>(ink)]) + 'm' + std::string(text) + "\x1b[0m";
}

Ink ink_of(Outcome outcome) {
  return one_of(outcome, {Ink::good, Ink::bad, Ink::doubtful, Ink::bad, Ink::dim});
}

Ink ink_of(Expectation expectation) {
  return one_of(expectation, {Ink::good, Ink::bad, Ink::doubtful, Ink::plain});
}

std::string_view glyph(Outcome outcome) {
  return one_of(outcome, {"\xE2\x9C\x93", "\xE2\x9C\x97", "?", "!", "-"});
}

}  // namespace squall::reports
