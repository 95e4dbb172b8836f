#pragma once
// multipart/form-data (RFC 7578): taken apart and put together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contracts/http/message.h"

namespace squall::contracts::http {

struct Part {
  std::string name;
  std::string filename;      // "" when none
  std::string content_type;  // "" when none
  std::string body;
  Headers headers;  // the others
};

// nullopt: no part delimited by the boundary, or one without a name.
std::optional<std::vector<Part>> read_multipart(std::string_view body, std::string_view boundary);
std::string write_multipart(const std::vector<Part>& parts, std::string_view boundary);

}  // namespace squall::contracts::http
