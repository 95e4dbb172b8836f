#include "contracts/http/media_type.h"

#include <algorithm>

#include "contracts/core/ascii.h"
#include "contracts/http/message.h"

namespace squall::contracts::http {
namespace {

// RFC 9110, section 5.6.2.
bool is_token_char(char c) {
  return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  void skip_space() {
    while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t')) text_.remove_prefix(1);
  }
  std::string lower_token() {
    std::string token = this->token();
    std::transform(token.begin(), token.end(), token.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return token;
  }
  std::string token() {
    std::size_t n = 0;
    while (n < text_.size() && is_token_char(text_[n])) ++n;
    std::string token(text_.substr(0, n));
    text_.remove_prefix(n);
    return token;
  }
  // After the opening quote.
  std::optional<std::string> quoted() {
    std::string value;
    while (!text_.empty()) {
      char c = text_.front();
      text_.remove_prefix(1);
      if (c == '"') return value;
      if (c == '\\' && !text_.empty()) {
        c = text_.front();
        text_.remove_prefix(1);
      }
      value.push_back(c);
    }
    return std::nullopt;
  }

 private:
  std::string_view text_;
};

bool read_parameters(Reader& reader, MediaType& type) {
  for (reader.skip_space(); !reader.at_end(); reader.skip_space()) {
    if (!reader.take(';')) return false;
    reader.skip_space();
    if (reader.at_end()) return true;
    std::string name = reader.lower_token();
    if (name.empty()) continue;  // empty parameters are allowed: RFC 9110, section 5.6.6
    if (!reader.take('=')) return false;
    std::optional<std::string> value = reader.take('"') ? reader.quoted() : reader.token();
    if (!value) return false;
    type.parameters.emplace_back(std::move(name), std::move(*value));
  }
  return true;
}

bool has_parameter(const MediaType& type, const std::pair<std::string, std::string>& wanted) {
  return std::any_of(type.parameters.begin(), type.parameters.end(), [&wanted](const auto& parameter) {
    const bool caseless = wanted.first == "charset";  // RFC 9110, section 8.3.2
    return parameter.first == wanted.first &&
           (caseless ? equal_ignoring_case(parameter.second, wanted.second) : parameter.second == wanted.second);
  });
}

}  // namespace

std::optional<MediaType> parse_media_type(std::string_view text) {
  Reader reader(text);
  MediaType type;
  reader.skip_space();
  type.type = reader.lower_token();
  if (type.type.empty() || !reader.take('/')) return std::nullopt;
  type.subtype = reader.lower_token();
  const bool star_first = type.type == "*" && type.subtype != "*";
  if (type.subtype.empty() || (star_first && !type.subtype.starts_with("*+"))) return std::nullopt;
  if (!read_parameters(reader, type)) return std::nullopt;
  return type;
}

bool is_json(const MediaType& type) {
  return type.subtype.ends_with("+json") || (type.type == "application" && type.subtype == "json") ||
         (type.type == "text" && type.subtype == "json");
}

bool matches(const MediaType& range, const MediaType& type) {
  if (range.type != "*" && range.type != type.type) return false;
  const bool suffix = range.subtype.starts_with("*+");
  if (suffix && !type.subtype.ends_with(std::string_view(range.subtype).substr(1))) return false;
  if (!suffix && range.subtype != "*" && range.subtype != type.subtype) return false;
  return std::all_of(range.parameters.begin(), range.parameters.end(),
                     [&type](const auto& wanted) { return wanted.first == "q" || has_parameter(type, wanted); });
}

int specificity(const MediaType& range) {
  if (range.type == "*" && range.subtype == "*") return 0;
  if (range.subtype == "*") return 100;
  const int base = range.subtype.starts_with("*+") ? 200 : 300;
  return base + static_cast<int>(std::min<std::size_t>(range.parameters.size(), 99));
}

}  // namespace squall::contracts::http
