#include "contracts/core/error.h"

namespace squall::contracts {

std::string to_string(const Location& location) {
  std::string text = location.file;
  if (location.line == 0) return text;
  if (!text.empty()) text += ':';
  text += std::to_string(location.line);
  if (location.column != 0) text += ':' + std::to_string(location.column);
  return text;
}

std::string to_string(const Error& error) {
  std::string text = to_string(error.location);
  if (!text.empty()) text += ": ";
  text += error.message;
  if (!error.hint.empty()) text += "; " + error.hint;
  return text;
}

}  // namespace squall::contracts
