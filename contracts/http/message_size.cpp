#include "contracts/http/message_size.h"

namespace squall::contracts::http {

std::size_t size_in_memory(const Headers& headers) {
  std::size_t bytes = 0;
  for (const auto& header : headers) bytes += sizeof(header) + header.name.size() + header.value.size();
  return bytes;
}

std::size_t size_in_memory(const Request& request) {
  return request.target.size() + request.body.size() + size_in_memory(request.headers);
}

std::size_t size_in_memory(const Response& response) {
  return response.body.size() + size_in_memory(response.headers);
}

}  // namespace squall::contracts::http
