#pragma once
// Provider verification: does a running service keep its contract? Requests are made from the contract, answers judged
// by it. A finding is true, deduplicated by its cause, and shows the request that proves it.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "contracts/match/message_generator.h"
#include "contracts/match/router.h"
#include "harness/traffic/client.h"
#include "harness/verify/expected.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// Sends one request and waits for its answer. The seam to the client; each is called from one thread at a time.
using Send = std::function<Answer(const contracts::http::Request&)>;

struct VerifyPlan {
  std::string id = "verify";  // the check's
  std::string service;        // its name in messages and in the coverage
  std::shared_ptr<const contracts::match::Router> router;
  std::function<Send()> connect;  // called once for each worker
  unsigned workers = 1;
  std::string base_url;              // for the curl commands of findings
  std::vector<std::string> phases;   // by name; empty: all
  contracts::http::Headers headers;  // added to every request: credentials
  // What curl commands print for headers instead of their values: {"Authorization", "${env.TOKEN}"}.
  contracts::http::Headers shown_headers;
  std::uint64_t seed = 0;
  std::uint64_t requests_per_operation = 50;  // drawn at random, unless max_examples says otherwise
  std::uint64_t coverage_per_operation = 200;
  std::uint64_t negatives_per_operation = 200;
  std::optional<std::uint64_t> max_examples;  // of the fuzz phase, for each operation
  // Instead of the contract's base paths, when the url that was given has a path of its own.
  std::optional<std::string> base_path;
  // Operations that are not exercised: neither requested nor counted in the coverage.
  std::set<const contracts::openapi::Operation*> left_out;
  // Values for an operation's parameters that the user knows; they come before learned ones, except where an unknown
  // value is wanted. Called from every worker's thread. May be empty, as the next two.
  std::function<contracts::match::KnownValues(const contracts::openapi::Operation&, std::uint64_t index)> given;
  // Completes a request just before it is sent (credentials), after `headers`; false: it is left unsent and uncounted.
  // A case whose `where` is "header.X", "query.X" or "cookie.X" keeps that part as it is; "security": no credentials.
  std::function<bool(const contracts::match::RequestCase&, Expected, contracts::http::Request&)> complete;
  // Sees every answer; what it returns is reported.
  std::function<std::vector<reports::Finding>(const contracts::match::RequestCase&, Expected,
                                              const contracts::http::Request& sent, const Answer&)>
      observe;
  std::string replay;            // the command that runs this again
  std::stop_token stop;          // ends soon and undecided
  std::stop_token enough;        // ends soon; what was seen until then decides
  std::uint64_t stop_after = 0;  // findings (errors) after which it ends; 0: never
  bool shrink = true;            // findings are shrunk to the smallest request
  // The id of one finding: the run ends when it comes up, and tells no other. "": all.
  std::string wanted;
  // What was made may take so long to be readable; beyond, it is missing.
  std::chrono::milliseconds patience{250};
  std::function<void(const std::string& text, double done)> progress;  // may be empty; one thread at a time
};

struct Verification {
  reports::Check check;
  std::vector<reports::OperationCoverage> coverage;
};

// Outcome: failed with an error among the findings; errored when the service cannot be reached; inconclusive when no
// operation was ever answered with a success; skipped without operations. Facts say what was not exercised. Nothing but
// times depends on the number of workers, as far as the provider's answers do not.
Verification verify(const VerifyPlan& plan);

}  // namespace squall::harness
