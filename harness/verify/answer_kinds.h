#pragma once
// Answers as phases tell them apart.

#include "harness/traffic/client.h"

namespace squall::harness {

inline bool is_answered(const Answer& answer) {
  return answer.error == chaos::CallError::none;
}
inline bool is_success(const Answer& answer) {
  return is_answered(answer) && answer.response.status >= 200 && answer.response.status < 300;
}
inline bool is_gone(const Answer& answer) {
  return is_answered(answer) && (answer.response.status == 404 || answer.response.status == 410);
}

// Squall's own stubs say who they are: they know no credentials and refuse for their contract alone.
inline bool is_of_stub(const contracts::http::Response& response) {
  return response.headers.get("Server").starts_with("squall-stub");
}
// Of those, the ones that keep nothing of what they are told; others call themselves "squall-stub (stateful)".
inline bool is_of_forgetful_stub(const contracts::http::Response& response) {
  return response.headers.get("Server") == "squall-stub";
}

}  // namespace squall::harness
