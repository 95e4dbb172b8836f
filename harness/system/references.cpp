#include "harness/system/references.h"

namespace squall::harness {

contracts::Result<std::vector<Piece>> split_references(std::string_view text) {
  std::vector<Piece> pieces;
  std::string literal;
  const auto flush = [&] {
    if (!literal.empty()) pieces.push_back({false, literal});
    literal.clear();
  };
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at, 3) == "$${") {
      literal += "${";
      at += 3;
    } else if (text.substr(at, 2) == "${") {
      const std::size_t end = text.find('}', at);
      if (end == std::string_view::npos) {
        return contracts::fail(contracts::ErrorKind::malformed,
                               "'" + std::string(text.substr(at)) + "' has no closing '}'", {},
                               "write '$${' for a literal '${'");
      }
      flush();
      pieces.push_back({true, std::string(text.substr(at + 2, end - at - 2))});
      at = end + 1;
    } else {
      literal += text[at++];
    }
  }
  flush();
  return pieces;
}

contracts::Result<std::string> replace_references(
    std::string_view text, const std::function<contracts::Result<std::string>(const std::string&)>& value) {
  SQUALL_TRY_ASSIGN(const auto pieces, split_references(text));
  std::string result;
  for (const Piece& piece : pieces) {
    if (!piece.reference) {
      result += piece.text;
      continue;
    }
    SQUALL_TRY_ASSIGN(const std::string replaced, value(piece.text));
    result += replaced;
  }
  return result;
}

Reference parse_reference(std::string_view text) {
  Reference reference;
  const std::size_t first = text.find('.');
  reference.space = std::string(text.substr(0, first));
  if (first == std::string_view::npos) return reference;
  const std::string_view rest = text.substr(first + 1);
  const std::size_t last = reference.space == "env" ? std::string_view::npos : rest.rfind('.');
  reference.name = std::string(rest.substr(0, last));
  if (last != std::string_view::npos) reference.property = std::string(rest.substr(last + 1));
  return reference;
}

}  // namespace squall::harness
