#include "reports/html/markup.h"

#include <fmt/format.h>

namespace squall::reports {
namespace {

constexpr std::string_view tick = "\xE2\x9C\x93", cross = "\xE2\x9C\x97";

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string coordinate(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string_view state_class(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "good";
    case Outcome::failed:
      return "bad";
    case Outcome::inconclusive:
      return "doubt";
    case Outcome::errored:
      return "bad";
    case Outcome::skipped:
      return "idle";
  }
  return "idle";
}

std::string_view state_class(Severity severity) {
  return severity == Severity::error ? "bad" : severity == Severity::warning ? "doubt" : "idle";
}

std::string_view state_class(Expectation expectation) {
  switch (expectation) {
    case Expectation::holds:
      return "good";
    case Expectation::broken:
      return "bad";
    case Expectation::inconclusive:
      return "doubt";
    case Expectation::none:
      return "idle";
  }
  return "idle";
}

std::string_view state_class(EdgeState state) {
  switch (state) {
    case EdgeState::broken:
      return "bad";
    case EdgeState::undecided:
      return "doubt";
    case EdgeState::holds:
      return "good";
    case EdgeState::measured:
      return "known";
    case EdgeState::untouched:
      return "idle";
  }
  return "idle";
}

std::string_view sign_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return tick;
    case Outcome::failed:
      return cross;
    case Outcome::inconclusive:
      return "?";
    case Outcome::errored:
      return "!";
    case Outcome::skipped:
      return "\xE2\x80\x93";
  }
  return {};
}

std::string_view sign_of(EdgeState state) {
  switch (state) {
    case EdgeState::broken:
      return cross;
    case EdgeState::undecided:
      return "?";
    case EdgeState::holds:
      return tick;
    case EdgeState::measured:
      return "\xE2\x89\x88";
    case EdgeState::untouched:
      return "\xE2\x80\x93";
  }
  return {};
}

}  // namespace squall::reports
