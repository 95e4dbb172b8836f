#include "reports/formats/style.h"

namespace squall::reports {

std::string Style::operator()(Ink ink, std::string_view text) const {
  if (!colour_ || ink == Ink::plain || text.empty()) return std::string(text);
  static constexpr std::string_view codes[] = {"", "1", "2", "32", "31", "33"};
  return "\x1b[" + std::string(codes[static_cast<std::size_t>(ink)]) + 'm' + std::string(text) + "\x1b[0m";
}

Ink ink_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return Ink::good;
    case Outcome::failed:
      return Ink::bad;
    case Outcome::inconclusive:
      return Ink::doubtful;
    case Outcome::errored:
      return Ink::bad;
    case Outcome::skipped:
      return Ink::dim;
  }
  return Ink::plain;
}

Ink ink_of(Expectation expectation) {
  switch (expectation) {
    case Expectation::holds:
      return Ink::good;
    case Expectation::broken:
      return Ink::bad;
    case Expectation::inconclusive:
      return Ink::doubtful;
    case Expectation::none:
      return Ink::plain;
  }
  return Ink::plain;
}

std::string_view glyph(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "\xE2\x9C\x93";
    case Outcome::failed:
      return "\xE2\x9C\x97";
    case Outcome::inconclusive:
      return "?";
    case Outcome::errored:
      return "!";
    case Outcome::skipped:
      return "-";
  }
  return {};
}

}  // namespace squall::reports
