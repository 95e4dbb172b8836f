#pragma once
// ApiError: what the control API answers when it cannot do what it was asked. The texts are Toxiproxy's, which clients
// compare.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace squall::chaos::toxiproxy {

struct ApiError {
  int status = 500;  // of the HTTP answer
  std::string message;
  bool operator==(const ApiError&) const = default;
};

template <class T>
using Outcome = tl::expected<T, ApiError>;

inline tl::unexpected<ApiError> refuse(int status, std::string message) {
  return tl::unexpected(ApiError{status, std::move(message)});
}
inline tl::unexpected<ApiError> bad_request_body(const std::string& why) {
  return refuse(400, "bad request body: " + why);
}
inline tl::unexpected<ApiError> missing_field(const std::string& which) {
  return refuse(400, "missing required field: " + which);
}
inline tl::unexpected<ApiError> invalid_stream() {
  return refuse(400, "stream was invalid, can be either upstream or downstream");
}
inline tl::unexpected<ApiError> invalid_toxic_type() {
  return refuse(400, "invalid toxic type");
}
inline tl::unexpected<ApiError> proxy_not_found() {
  return refuse(404, "proxy not found");
}
inline tl::unexpected<ApiError> toxic_not_found() {
  return refuse(404, "toxic not found");
}
inline tl::unexpected<ApiError> proxy_exists() {
  return refuse(409, "proxy already exists");
}
inline tl::unexpected<ApiError> toxic_exists() {
  return refuse(409, "toxic already exists");
}

}  // namespace squall::chaos::toxiproxy

#define SQUALL_API_TRY(expression)                                                                    \
  if (auto squall_outcome = (expression); !squall_outcome) {                                          \
    return ::tl::unexpected<::squall::chaos::toxiproxy::ApiError>(std::move(squall_outcome).error()); \
  }                                                                                                   \
  static_assert(true)
