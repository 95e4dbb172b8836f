#pragma once
// What an instance says of itself when it registers with Eureka, in JSON or XML.

#include <string>
#include <tl/expected.hpp>

#include "contracts/http/message.h"

namespace squall::chaos::catalogue {

struct Registration {
  std::string app, id;
};

// By Content-Type: XML where it says so, else JSON. Errors: what is wrong with it.
tl::expected<Registration, std::string> read_registration(const contracts::http::Request& request);

}  // namespace squall::chaos::catalogue
