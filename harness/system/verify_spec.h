#pragma once
// VerifySpec: what a provider verification is asked for. The system file's `verify` and the options of `squall verify`
// fill the same value.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contracts/core/error.h"
#include "contracts/http/message.h"
#include "harness/system/auth_spec.h"

namespace squall::harness {

// An operation's name ("GET /orders/{id}") or operationId, "tag:NAME", or a path with * and ?.
struct OperationPattern {
  std::string text;
  contracts::Location location;  // empty on the command line
};

struct VerifySpec {
  std::string service;
  std::vector<std::string> phases;  // empty: all
  contracts::http::Headers headers;
  std::vector<AuthSpec> auth;
  std::string hook;                                // a shell command; "" for none
  std::string directory;                           // the hook's working directory; "" is Squall's own
  std::string data;                                // a file of known values; "" for none
  std::string ca_file;                             // of the CA that https services are verified by; "": the system's
  std::vector<OperationPattern> include, exclude;  // an empty `include` means all
  std::optional<std::uint64_t> workers;
  std::optional<double> rate;                             // requests per second, of all workers together
  std::optional<std::chrono::nanoseconds> wait;           // for the service to answer, before the first request
  std::optional<std::chrono::nanoseconds> max_time;       // the phases end then; what was seen is judged
  std::optional<std::chrono::nanoseconds> response_time;  // slower answers are findings
  std::optional<std::uint64_t> stop_after;                // findings
  std::optional<std::uint64_t> requests;                  // generated ones for each operation
  std::optional<std::uint64_t> max_examples;              // of the fuzz phase, for each operation
  bool shrink = true;
  contracts::Location location;
};

}  // namespace squall::harness
