#include "reports/html/markup.h"

#include <fmt/format.h>

#include "reports/model/names.h"
#include "reports/model/text.h"

namespace squall::reports {
namespace {

constexpr std::string_view tick = "\xE2\x9C\x93", cross = "\xE2\x9C\x97", unsure = "?", stopped = "!",
                           roughly = "\xE2\x89\x88", dash = "\xE2\x80\x93";

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const std::string_view entity = entity_of(c);
    entity.empty() ? out += c : out += entity;
  }
  return out;
}

std::string coordinate(double value) {
  std::string text = fmt::format("{:.1f}", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

std::string_view state_class(Outcome outcome) {
  return one_of(outcome, {"good", "bad", "doubt", "bad", "idle"});
}

std::string_view state_class(Severity severity) {
  return one_of(severity, {"bad", "doubt", "idle"});
}

std::string_view state_class(Expectation expectation) {
  return one_of(expectation, {"good", "bad", "doubt", "idle"});
}

std::string_view state_class(EdgeState state) {
  return one_of(state, {"bad", "doubt", "good", "known", "good", "idle"});
}

std::string_view sign_of(Outcome outcome) {
  return one_of(outcome, {tick, cross, unsure, stopped, dash});
}

std::string_view sign_of(EdgeState state) {
  return one_of(state, {cross, unsure, tick, roughly, tick, dash});
}

}  // namespace squall::reports
