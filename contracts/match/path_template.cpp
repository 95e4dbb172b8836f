#include "contracts/match/path_template.h"

#include "contracts/http/percent.h"

namespace squall::contracts::match {
namespace {

// How many raw bytes the decoded literal takes at the start of `raw`; npos when it is not there.
std::size_t literal_length(std::string_view raw, std::string_view literal) {
  std::size_t used = 0;
  for (const char expected : literal) {
    if (used >= raw.size()) return std::string_view::npos;
    std::size_t width = 1;
    char found = raw[used];
    if (found == '%' && used + 2 < raw.size()) {
      const std::string decoded = http::percent_decode(raw.substr(used, 3));
      if (decoded.size() == 1) {
        found = decoded[0];
        width = 3;
      }
    }
    if (found != expected) return std::string_view::npos;
    used += width;
  }
  return used;
}

}  // namespace

SegmentTemplate::SegmentTemplate(std::string_view text) {
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    if (open > 0) pieces_.push_back({false, http::percent_decode(text.substr(0, open))});
    pieces_.push_back({true, std::string(text.substr(open + 1, close - open - 1))});
    text.remove_prefix(close + 1);
  }
  if (!text.empty() || pieces_.empty()) pieces_.push_back({false, http::percent_decode(text)});
}

std::string SegmentTemplate::shape() const {
  std::string text;
  for (const Piece& piece : pieces_) text += piece.is_parameter ? std::string(1, '\0') : piece.text;
  return text;
}

std::vector<std::string> SegmentTemplate::names() const {
  std::vector<std::string> names;
  for (const Piece& piece : pieces_) {
    if (piece.is_parameter) names.push_back(piece.text);
  }
  return names;
}

std::size_t SegmentTemplate::weight() const {
  std::size_t bytes = 0;
  for (const Piece& piece : pieces_) bytes += piece.is_parameter ? 0 : piece.text.size();
  return bytes;
}

bool SegmentTemplate::match(std::string_view raw, Captures& captures) const {
  const std::size_t before = captures.size();
  if (match_from(0, raw, captures)) return true;
  captures.resize(before);
  return false;
}

bool SegmentTemplate::match_from(std::size_t piece, std::string_view raw, Captures& captures) const {
  if (piece == pieces_.size()) return raw.empty();
  if (!pieces_[piece].is_parameter) {
    const auto used = literal_length(raw, pieces_[piece].text);
    return used != std::string_view::npos && match_from(piece + 1, raw.substr(used), captures);
  }
  const bool last = piece + 1 == pieces_.size();
  for (std::size_t length = last ? raw.size() : 1; length >= 1 && length <= raw.size(); ++length) {
    captures.emplace_back(pieces_[piece].text, std::string(raw.substr(0, length)));
    if (match_from(piece + 1, raw.substr(length), captures)) return true;
    captures.pop_back();
  }
  return false;
}

PathKey path_key(std::string_view text) {
  PathKey key;
  bool inside = false;  // of braces: "/things{?page}" has a parameter with an odd name
  std::size_t end = text.size(), mark = text.size();
  for (std::size_t i = 0; i < text.size() && mark == text.size(); ++i) {
    if (text[i] == '{' || text[i] == '}') inside = text[i] == '{';
    if (inside) continue;
    if (text[i] == '#') mark = i;
    if (text[i] == '?' && end == text.size()) end = i;
  }
  key.is_marked = mark < text.size();
  text = text.substr(0, mark);
  key.path = text.substr(0, end);
  if (end < text.size()) key.pairs = split_query(text.substr(end + 1));
  return key;
}

std::vector<std::string_view> split_query(std::string_view query) {
  std::vector<std::string_view> pairs;
  while (!query.empty()) {
    const auto end = query.find('&');
    if (end != 0) pairs.push_back(query.substr(0, end));
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
  }
  return pairs;
}

std::vector<std::string_view> split_path(std::string_view path) {
  std::vector<std::string_view> segments;
  if (!path.empty() && path.front() == '/') path.remove_prefix(1);
  for (;;) {
    const auto slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

}  // namespace squall::contracts::match
