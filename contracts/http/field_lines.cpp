#include "contracts/http/field_lines.h"

namespace squall::contracts::http {

std::string combined(const Headers& headers, std::string_view name) {
  std::string value;
  bool first = true;
  for (const std::string_view line : headers.all(name)) {
    if (!first) value += ", ";
    value += line;
    first = false;
  }
  return value;
}

}  // namespace squall::contracts::http
