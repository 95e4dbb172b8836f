#include "contracts/openapi/prose_checks.h"

#include <algorithm>
#include <array>

#include "contracts/openapi/html_scripts.h"

namespace squall::contracts::openapi {
namespace {

// Markdown without its code, in lower case: spans of backticks end at as many backticks (CommonMark 0.31, section 6.1).
std::string without_code(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const auto open = text.find('`');
    kept += text.substr(0, open);
    if (open == std::string_view::npos) break;
    text.remove_prefix(open);
    const auto width = std::min(text.find_first_not_of('`'), text.size());
    auto close = text.find(text.substr(0, width), width);
    while (close != std::string_view::npos && close + width < text.size() && text[close + width] == '`') {
      close = text.find_first_not_of('`', close);
      if (close != std::string_view::npos) close = text.find(text.substr(0, width), close);
    }
    text.remove_prefix(close == std::string_view::npos ? width : close + width);
    kept += ' ';
  }
  std::transform(kept.begin(), kept.end(), kept.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return kept;
}

// The text's first word ends the comment that a generator would put it into.
bool ends_comment(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  constexpr std::array ends{"*/", "=end", "]]>", "?>", "%>", "\"\"\"", "'''"};
  return std::any_of(ends.begin(), ends.end(), [text](std::string_view end) {
    // Followed by something that is not part of the word: "*/*" is a media range, "*/5 * * * *" a schedule.
    return text.starts_with(end) && text.size() > end.size() &&
           std::string_view(" \t\r\n;").find(text[end.size()]) != std::string_view::npos;
  });
}

}  // namespace

std::string_view active_content(std::string_view markdown) {
  const bool tags = markdown.find('<') != std::string_view::npos || markdown.find("](") != std::string_view::npos;
  if (tags && runs_when_shown(without_code(markdown))) return "carries a script, which would run where it is shown";
  if (ends_comment(markdown)) return "begins by ending a comment, and would be code where code is generated from it";
  return {};
}

void check_prose(const Scene& scene, const Place& place) {
  const std::string_view wrong = active_content(place.node->text());
  if (wrong.empty()) return;
  scene.diagnostics.forbidden("this text " + std::string(wrong), place.location(),
                              "write code in Markdown between backticks");
}

}  // namespace squall::contracts::openapi
