#pragma once
// One segment of a path template: literal text and parameters in turn ("{x}.{y}", "report-{id}.pdf").

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace squall::contracts::match {

using Captures = std::vector<std::pair<std::string, std::string>>;  // parameter -> raw text

class SegmentTemplate {
 public:
  explicit SegmentTemplate(std::string_view text);

  bool is_literal() const { return pieces_.size() == 1 && !pieces_.front().is_parameter; }
  // Of a literal: its decoded text.
  const std::string& literal() const { return pieces_.front().text; }
  // The literal text with a mark for each parameter: equal for "{a}.pdf" and "{b}.pdf".
  std::string shape() const;
  std::vector<std::string> names() const;  // of its parameters, in order
  // Bytes of literal text: the more, the more specific.
  std::size_t weight() const;
  // Appends what the parameters captured. A parameter takes at least one byte, and as few as possible.
  bool match(std::string_view raw, Captures& captures) const;

 private:
  struct Piece {
    bool is_parameter = false;
    std::string text;  // the parameter's name, or literal text, decoded
  };
  bool match_from(std::size_t piece, std::string_view raw, Captures& captures) const;

  std::vector<Piece> pieces_;
};

// Before OpenAPI 3.2 a contract's path may hold more than a path: pairs of a query that its requests have
// ("/?Action=List"), and a mark behind '#' that tells operations of one path apart and is never sent.
struct PathKey {
  std::string_view path;
  std::vector<std::string_view> pairs;  // raw
  bool is_marked = false;
};
PathKey path_key(std::string_view text);
std::vector<std::string_view> split_query(std::string_view query);  // "a=1&b" -> "a=1", "b"
std::vector<std::string_view> split_path(std::string_view path);    // "/a//b" -> "a", "", "b"

}  // namespace squall::contracts::match
