#pragma once
// Plain scalars under the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2).

#include <string>
#include <string_view>

#include "contracts/core/node.h"

namespace squall::contracts {

struct YamlScalar {
  Kind kind = Kind::string;
  bool boolean = false;
  std::string lexeme;    // of a number: RFC 8259 notation (0x1F is 31, +1 is 1, .5 is 0.5, 0777 is 777)
  bool no_json = false;  // .inf and .nan: numbers that JSON does not have
};

YamlScalar resolve_plain(std::string_view text);

}  // namespace squall::contracts
