#pragma once
// What curl says went wrong, as a CallError and a sentence. Internal to this room.

#include <chrono>
#include <string>

#include "harness/traffic/client.h"

namespace squall::harness {

struct TransferFailure {
  int code;  // a CURLcode

  int os_error;             // errno of the socket call that failed; 0 when there was none
  std::string detail;       // curl's own words; may be ""
  const std::string& peer;  // "127.0.0.1:8080"
  std::chrono::nanoseconds timeout;
  const Answer& answer;  // what had arrived until then
};

chaos::CallError classify(const TransferFailure& failure);
std::string describe(const TransferFailure& failure);

}  // namespace squall::harness
