#include "harness/system/wire_request.h"

namespace squall::harness {

contracts::http::Request wire_request(const RequestSpec& spec) {
  contracts::http::Request request;
  request.method = spec.method;
  request.target = spec.target;
  request.headers = spec.headers;
  if (!spec.body) return request;
  const std::string_view type = request.headers.get("Content-Type");
  const bool json = type.empty() || type.find("json") != std::string_view::npos;
  request.body = json || !spec.body->is_string() ? contracts::to_json(*spec.body) : spec.body->text();
  if (type.empty()) request.headers.set("Content-Type", "application/json");
  return request;
}

}  // namespace squall::harness
