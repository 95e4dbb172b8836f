#pragma once
// Provider verification: does a running service keep its contract? Requests are made from the contract, answers judged
// by it. A finding is true, deduplicated by its cause, and shows the request that proves it.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "contracts/match/router.h"
#include "harness/traffic/client.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Sends one request and waits for its answer. The seam to the client; called from one thread.
using Send = std::function<Answer(const contracts::http::Request&)>;

struct VerifyPlan {
  std::string id = "verify";  // the check's
  std::string service;        // its name in messages and in the coverage
  std::shared_ptr<const contracts::match::Router> router;
  Send send;
  std::string base_url;              // for the curl commands of findings
  std::vector<std::string> phases;   // by name; empty: all
  contracts::http::Headers headers;  // added to every request: credentials
  // What curl commands print for headers instead of their values: {"Authorization", "${env.TOKEN}"}.
  contracts::http::Headers shown_headers;
  std::uint64_t seed = 0;
  std::uint64_t requests_per_operation = 6;  // generated ones
  std::uint64_t negatives_per_operation = 60;
  // Instead of the contract's base paths, when the url that was given has a path of its own.
  std::optional<std::string> base_path;
  std::string replay;  // the command that runs this again
  std::stop_token stop;
  std::function<void(const std::string& text, double done)> progress;  // may be empty
};

struct Verification {
  reports::Check check;
  std::vector<reports::OperationCoverage> coverage;
};

// Outcome: failed with an error among the findings; errored when the service cannot be reached; inconclusive when no
// operation was ever answered with a success; skipped without operations. Facts say what was not exercised.
Verification verify(const VerifyPlan& plan);

}  // namespace squall::harness
