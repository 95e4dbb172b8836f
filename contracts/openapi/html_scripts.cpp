#include "contracts/openapi/html_scripts.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "contracts/openapi/text_checks.h"

namespace squall::contracts::openapi {
namespace {

constexpr std::string_view blanks = " \t\r\n\f";

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

struct Attribute {
  std::string_view name, value;
};

struct Tag {
  std::string_view name;
  std::vector<Attribute> attributes;
  std::string_view rest;  // the text behind it

  std::string_view value_of(std::string_view attribute) const {
    for (const Attribute& one : attributes) {
      if (one.name == attribute) return one.value;
    }
    return {};
  }
  bool has(std::string_view attribute) const {
    return std::any_of(attributes.begin(), attributes.end(),
                       [&](const Attribute& one) { return one.name == attribute; });
  }
};

std::string_view take(std::string_view& text, std::size_t length) {
  const std::string_view taken = text.substr(0, length);
  text.remove_prefix(taken.size());
  return taken;
}

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

std::string_view take_value(std::string_view& text) {
  if (text.empty()) return {};
  const char quote = text.front();
  if (quote != '"' && quote != '\'') return take(text, text.find_first_of(" \t\r\n\f><"));
  text.remove_prefix(1);
  const std::string_view value = take(text, text.find(quote));
  take(text, 1);
  return value;
}

// `text` begins behind a '<' (HTML, section 13.2.5.6 and on). nullopt: this is no tag. Another '<' begins a new one, as
// in CommonMark, so that no text is read as often as there are tags in it.
std::optional<Tag> read_tag(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return std::nullopt;
  Tag tag;
  tag.name = take(text, text.find_first_of(" \t\r\n\f/><"));
  for (;;) {
    skip(text, " \t\r\n\f/");
    if (text.empty()) return std::nullopt;  // never closed
    if (text.front() == '>') break;
    Attribute& attribute = tag.attributes.emplace_back();
    attribute.name = take(text, text.find_first_of(" \t\r\n\f/>=<", 1));  // a '=' in front is part of the name
    if (attribute.name.find('<') != std::string_view::npos) return std::nullopt;
    skip(text, blanks);
    if (text.empty() || text.front() != '=') continue;
    text.remove_prefix(1);
    skip(text, blanks);
    attribute.value = take_value(text);
  }
  tag.rest = text.substr(1);
  return tag;
}

bool is_script_url(std::string_view url) {
  skip(url, blanks);
  return url.starts_with("javascript:") || url.starts_with("vbscript:") || url.starts_with("data:text/html");
}

// Handlers that nobody has to click for.
bool is_handler_by_itself(const Tag& tag, std::string_view name) {
  if (name == "onfocus" || name == "onfocusin") return tag.has("autofocus");
  return is_word_of(
      name,
      "onload onloadstart onloadeddata onloadedmetadata onloadend onerror onbegin onend onrepeat ontoggle "
      "onstart onfinish onbounce onpageshow onreadystatechange onplay onplaying oncanplay ontimeupdate "
      "onanimationstart onanimationend onanimationiteration ontransitionstart ontransitionend onscroll "
      "onresize onhashchange onmessage onunload onbeforeunload onmouseover onmouseenter onmousemove");
}

// One that loads its text, or has some up to its end: "the <script> tag" is a mention.
bool is_script(const Tag& tag, bool ends) {
  if (tag.name != "script") return false;
  if (tag.has("src") || tag.has("href") || tag.has("xlink:href")) return true;
  return ends &&
         !tag.rest.substr(std::min(tag.rest.find_first_not_of(blanks), tag.rest.size())).starts_with("</script");
}

// `ends`: whether the end of a script is behind the tag.
bool runs(const Tag& tag, bool ends) {
  if (is_script(tag, ends) || !tag.value_of("srcdoc").empty()) return true;
  return std::any_of(tag.attributes.begin(), tag.attributes.end(), [&tag](const Attribute& attribute) {
    const bool empty = attribute.value.find_first_not_of(blanks) == std::string_view::npos;
    if (is_handler_by_itself(tag, attribute.name)) return !empty;
    return is_word_of(attribute.name, "href src data action formaction xlink:href") && is_script_url(attribute.value);
  });
}

}  // namespace

bool runs_when_shown(std::string_view text) {
  const auto last_end = text.rfind("</script");
  for (auto open = text.find('<'); open != std::string_view::npos; open = text.find('<', open + 1)) {
    if (open > 0 && text[open - 1] == '\\') continue;  // CommonMark 0.31, section 2.4
    const auto tag = read_tag(text.substr(open + 1));
    if (tag && runs(*tag, last_end != std::string_view::npos && last_end > open)) return true;
  }
  return text.find("](javascript:") != std::string_view::npos;
}

}  // namespace squall::contracts::openapi
