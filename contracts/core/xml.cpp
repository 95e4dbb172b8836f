#include "contracts/core/xml.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "contracts/core/ascii.h"
#include "contracts/core/utf8.h"

namespace squall::contracts {
namespace {

constexpr std::size_t kDeepest = 200;
constexpr std::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool begins_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
  return begins_name(c) || is_digit(c) || c == '-' || c == '.';
}

bool is_xml_character(std::uint32_t c) {
  return c == 9 || c == 10 || c == 13 || (c >= 0x20 && c < 0xD800) || (c >= 0xE000 && c < 0xFFFE) ||
         (c >= 0x10000 && c <= 0x10FFFF);
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<XmlElement> read() {
    take("\xEF\xBB\xBF");
    XmlElement root;
    const bool good = prolog() && element(root, 0) && epilog();
    if (!good) return fail(ErrorKind::malformed, problem_, location());
    return root;
  }

 private:
  using Namespaces = std::vector<std::pair<std::string, std::string>>;  // prefix, URI

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool ahead(std::string_view word) const { return text_.substr(at_, word.size()) == word; }
  bool take(std::string_view word) {
    if (!ahead(word)) return false;
    at_ += word.size();
    return true;
  }
  bool wrong(std::string problem) {
    if (problem_.empty()) problem_ = std::move(problem);
    return false;
  }
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }
  bool skip_past(std::string_view end, const char* what) {
    const auto found = text_.find(end, at_);
    if (found == std::string_view::npos) return wrong(std::string(what) + " does not end");
    at_ = found + end.size();
    return true;
  }

  Location location() const {
    Location location;
    const std::string_view before = text_.substr(0, std::min(at_, text_.size()));
    location.line = 1 + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const auto line_start = before.rfind('\n');
    location.column =
        1 + static_cast<std::uint32_t>(before.size() - (line_start == std::string_view::npos ? 0 : line_start + 1));
    return location;
  }

  bool miscellaneous() {
    for (;;) {
      skip_space();
      if (take("<!--")) {
        if (!skip_past("-->", "a comment")) return false;
      } else if (ahead("<?")) {
        if (!skip_past("?>", "a processing instruction")) return false;
      } else {
        return true;
      }
    }
  }

  bool prolog() {
    if (!miscellaneous()) return false;
    if (ahead("<!DOCTYPE")) return wrong("a document type is not read");
    return peek() == '<' || wrong("expected an element");
  }

  bool epilog() {
    return miscellaneous() && (at_ == text_.size() || wrong("there is something after the root element"));
  }

  bool name(std::string& prefix, std::string& local) {
    const std::size_t start = at_;
    if (!begins_name(peek())) return wrong("expected a name");
    while (continues_name(peek()) || peek() == ':') ++at_;
    const std::string_view whole = text_.substr(start, at_ - start);
    const auto colon = whole.find(':');
    prefix = colon == std::string_view::npos ? std::string{} : std::string(whole.substr(0, colon));
    local = std::string(colon == std::string_view::npos ? whole : whole.substr(colon + 1));
    return is_xml_name(local) || wrong("'" + std::string(whole) + "' is no name");
  }

  bool resolve(const std::string& prefix, std::string& uri) {
    if (prefix == "xml") {
      uri = kXmlNamespace;
      return true;
    }
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
      if (scope->first != prefix) continue;
      uri = scope->second;
      return true;
    }
    return prefix.empty() || wrong("the prefix '" + prefix + "' is not declared");
  }

  bool reference(std::string& out) {
    const auto end = text_.find(';', at_);
    if (end == std::string_view::npos || end - at_ > 12) return wrong("'&' does not begin a reference");
    std::string_view body = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    if (!body.empty() && body.front() == '#') {
      const bool hexadecimal = body.size() > 1 && body[1] == 'x';
      body.remove_prefix(hexadecimal ? 2 : 1);
      std::uint32_t value = 0;
      const auto [stop, error] = std::from_chars(body.data(), body.data() + body.size(), value, hexadecimal ? 16 : 10);
      if (error != std::errc{} || stop != body.data() + body.size() || !is_xml_character(value))
        return wrong("a character reference names no character");
      append_utf8(out, value);
      return true;
    }
    using Entity = std::pair<std::string_view, char>;
    for (const auto& [entity, character] :
         {Entity{"lt", '<'}, Entity{"gt", '>'}, Entity{"amp", '&'}, Entity{"quot", '"'}, Entity{"apos", '\''}}) {
      if (body != entity) continue;
      out += character;
      return true;
    }
    return wrong("the entity '" + std::string(body) + "' is not known");
  }

  bool attribute_value(std::string& out) {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return wrong("expected a quoted value");
    ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '<') return wrong("'<' in an attribute");
      if (text_[at_] == '&') {
        if (!reference(out)) return false;
      } else {
        out += is_space(text_[at_]) ? ' ' : text_[at_];
        ++at_;
      }
    }
    return take(std::string_view(&quote, 1)) || wrong("an attribute's value does not end");
  }

  struct Attribute {
    std::string prefix, local, value;
  };

  bool attributes(std::vector<Attribute>& found) {
    for (;;) {
      const bool space = is_space(peek());
      skip_space();
      if (peek() == '>' || peek() == '/') return true;
      if (!space) return wrong("expected white space, '>' or '/>'");
      Attribute attribute;
      if (!name(attribute.prefix, attribute.local)) return false;
      skip_space();
      if (!take("=")) return wrong("expected '='");
      skip_space();
      if (!attribute_value(attribute.value)) return false;
      for (const Attribute& other : found) {
        if (other.prefix == attribute.prefix && other.local == attribute.local)
          return wrong("the attribute '" + attribute.local + "' is there twice");
      }
      found.push_back(std::move(attribute));
    }
  }

  bool element(XmlElement& out, std::size_t depth) {
    if (depth > kDeepest) return wrong("nested too deeply");
    if (!take("<")) return wrong("expected an element");
    std::string prefix;
    std::vector<Attribute> found;
    if (!name(prefix, out.name) || !attributes(found)) return false;
    const std::string tag = prefix.empty() ? out.name : prefix + ":" + out.name;
    const std::size_t scopes = scopes_.size();
    for (const Attribute& attribute : found) {
      if (attribute.prefix == "xmlns") scopes_.emplace_back(attribute.local, attribute.value);
      if (attribute.prefix.empty() && attribute.local == "xmlns") scopes_.emplace_back("", attribute.value);
    }
    if (!resolve(prefix, out.name_space)) return false;
    for (Attribute& attribute : found) {
      std::string uri;
      if (attribute.prefix == "xmlns" || (attribute.prefix.empty() && attribute.local == "xmlns")) continue;
      if (!attribute.prefix.empty() && !resolve(attribute.prefix, uri)) return false;
      out.attributes.push_back({std::move(attribute.local), std::move(attribute.value), std::move(uri)});
    }
    const bool good = take("/>") || (take(">") ? content(out, tag, depth) : wrong("expected '>'"));
    scopes_.resize(scopes);
    return good;
  }

  bool content(XmlElement& out, const std::string& tag, std::size_t depth) {
    while (at_ < text_.size()) {
      if (take("</")) {
        if (!take(tag)) return wrong("expected </" + tag + ">");
        skip_space();
        return take(">") || wrong("expected </" + tag + ">");
      }
      if (take("<![CDATA[")) {
        const std::size_t start = at_;
        if (!skip_past("]]>", "CDATA")) return false;
        out.text += text_.substr(start, at_ - start - 3);
      } else if (take("<!--")) {
        if (!skip_past("-->", "a comment")) return false;
      } else if (ahead("<?")) {
        if (!skip_past("?>", "a processing instruction")) return false;
      } else if (peek() == '<') {
        if (!element(out.children.emplace_back(), depth + 1)) return false;
      } else if (peek() == '&') {
        if (!reference(out.text)) return false;
      } else {
        const auto end = std::min(text_.find_first_of("<&", at_), text_.size());
        out.text += text_.substr(at_, end - at_);
        at_ = end;
      }
    }
    return wrong("<" + tag + "> does not end");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string problem_;
  Namespaces scopes_;
};

}  // namespace

Result<XmlElement> read_xml(std::string_view text) {
  if (!is_utf8(text) || !is_xml_text(text)) return fail(ErrorKind::malformed, "not XML 1.0 in UTF-8");
  return Reader(text).read();
}

bool is_xml_name(std::string_view name) {
  return !name.empty() && begins_name(name.front()) && std::all_of(name.begin(), name.end(), continues_name);
}

bool is_xml_text(std::string_view text) {
  while (!text.empty()) {
    if (!is_xml_character(next_code_point(text))) return false;
  }
  return true;
}

std::string xml_escaped(std::string_view text, bool in_attribute) {
  std::string out;
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '\r' || (in_attribute && (c == '\n' || c == '\t'))) {
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";
    } else if (c == '"' && in_attribute) {
      out += "&quot;";
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace squall::contracts
