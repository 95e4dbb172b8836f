#pragma once
// About what messages take in memory, for whoever keeps a bounded number of them.

#include <cstddef>

#include "contracts/http/message.h"

namespace squall::contracts::http {

// In bytes, beside the objects themselves.
std::size_t size_in_memory(const Headers& headers);
std::size_t size_in_memory(const Request& request);
std::size_t size_in_memory(const Response& response);

}  // namespace squall::contracts::http
