#pragma once
// The two readers behind Document: text in, nodes of an arena out.

#include <string>
#include <string_view>

#include "contracts/core/arena.h"
#include "contracts/core/document.h"

namespace squall::contracts {

struct SyntaxError {
  std::size_t offset = 0;  // bytes into the text
  std::string message;
  std::string hint;
};

// One JSON value (RFC 8259) with nothing but white space after it. The nodes refer to `text`, which must be followed
// by a zero byte and live as long as the arena. A byte order mark at the start is skipped.
tl::expected<Node, SyntaxError> read_json(Arena& arena, std::string_view text, const Limits& limits);

// One YAML document under the 1.2 core schema. The nodes own copies of their text.
tl::expected<Node, SyntaxError> read_yaml(Arena& arena, std::string_view text, const Limits& limits);

}  // namespace squall::contracts
