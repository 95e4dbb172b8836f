#include "harness/traffic/call_error.h"

#include <cerrno>

#include "contracts/core/units.h"
#include "harness/traffic/curl_library.h"

namespace squall::harness {
namespace {

using chaos::CallError;

CallError by_os_error(int os_error, CallError otherwise) {
  switch (os_error) {
    case ECONNREFUSED:
      return CallError::refused;
    case ECONNRESET:
    case EPIPE:
      return CallError::reset;
    case ETIMEDOUT:
      return CallError::timeout;
    default:
      return otherwise;
  }
}

std::string detail_of(const TransferFailure& failure) {
  return failure.detail.empty() ? curl().easy_strerror(static_cast<CURLcode>(failure.code)) : failure.detail;
}

std::string where_in_answer(const TransferFailure& failure) {
  const auto& response = failure.answer.response;
  if (response.status == 0) return "before an answer";
  return "in the middle of an answer (status " + std::to_string(response.status) + ", " +
         std::to_string(response.body.size()) + " bytes of the body)";
}

}  // namespace

CallError classify(const TransferFailure& failure) {
  switch (failure.code) {
    case CURLE_OK:
      return CallError::none;
    case CURLE_COULDNT_CONNECT:
      return by_os_error(failure.os_error, CallError::other);
    case CURLE_RECV_ERROR:
      // What curl 7.88 calls a broken chunk (RFC 9112, section 7.1).
      if (failure.detail.find("chunked-encoding") != std::string::npos) return CallError::malformed;
      return by_os_error(failure.os_error, CallError::closed);
    case CURLE_SEND_ERROR:
      return by_os_error(failure.os_error, CallError::closed);
    case CURLE_OPERATION_TIMEDOUT:
      return CallError::timeout;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_ABORTED_BY_CALLBACK:
      return CallError::closed;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING:
      return CallError::malformed;
    default:
      return CallError::other;
  }
}

std::string describe(const TransferFailure& failure) {
  switch (classify(failure)) {
    case CallError::none:
      return {};
    case CallError::refused:
      return "connection refused by " + failure.peer;
    case CallError::reset:
      return failure.peer + " reset the connection " + where_in_answer(failure);
    case CallError::closed:
      return failure.peer + " closed the connection " + where_in_answer(failure);
    case CallError::timeout:
      if (failure.answer.response.status != 0) {
        return failure.peer + " did not finish within " + contracts::format_duration(failure.timeout) + ": cut off " +
               where_in_answer(failure);
      }
      return "no answer from " + failure.peer + " within " + contracts::format_duration(failure.timeout);
    case CallError::malformed:
      return failure.peer + " answered with something that is not HTTP/1.1: " + detail_of(failure);
    default:
      return "the call to " + failure.peer + " failed: " + detail_of(failure);
  }
}

}  // namespace squall::harness
