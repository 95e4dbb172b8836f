#pragma once
// LiveVerification: one prepared verification on a running service. It makes the plan and owns what the plan leans on:
// connections, pace, credentials, the hook, the time that is left. `squall verify` and `squall run` both go this way.

#include <map>
#include <memory>
#include <string>

#include "harness/check/deadline.h"
#include "harness/check/secrets.h"
#include "harness/verify/breakdown.h"
#include "harness/verify/credentials.h"
#include "harness/verify/hook.h"
#include "harness/verify/pace.h"
#include "harness/verify/prepared.h"
#include "harness/verify/provider_url.h"
#include "harness/verify/verify.h"

namespace squall::harness {

struct Surroundings {
  ProviderUrl url;
  std::uint64_t seed = 0;
  std::string replay;                               // the command that runs this again
  std::map<std::string, std::string> secret_names;  // value -> "${env.NAME}"
  Secrets& secrets;                                 // gets what turns up
  std::stop_token stop;
  std::function<void(const std::string& text, double done)> progress;
  bool quick = false;
  std::string wanted = {};                   // the id of the one finding to replay; "": verify everything
  const reports::RunReport* from = nullptr;  // where it was recorded; nullptr: by the seed
};

class LiveVerification {
 public:
  LiveVerification(const Prepared& prepared, const Surroundings& around);
  LiveVerification(const LiveVerification&) = delete;
  LiveVerification& operator=(const LiveVerification&) = delete;

  // Waits for the service, fetches the first token, starts the hook. Call it, and what uses the plan, on a thread that
  // lives as long as this. Errors (unavailable, timeout, malformed): what did not work.
  contracts::Status start();
  const VerifyPlan& plan() const { return plan_; }
  // Adds to a check that was made by the plan: what was left out, how often it had to wait, what the hook noted; and
  // makes it errored where something of our own broke.
  void finish(reports::Check& check) const;

 private:
  void make_plan();
  bool complete(const contracts::match::RequestCase& request_case, Expected expected,
                contracts::http::Request& request);
  std::vector<reports::Finding> observe(const contracts::match::RequestCase& request_case, Expected expected,
                                        const contracts::http::Request& sent, const Answer& answer);
  contracts::match::KnownValues given(const contracts::openapi::Operation& operation, std::uint64_t index);

  const Prepared& prepared_;
  const Surroundings around_;
  Breakdown breakdown_;
  Pace pace_;
  Credentials credentials_;
  std::unique_ptr<Hook> hook_;
  std::unique_ptr<Deadline> deadline_;
  VerifyPlan plan_;
};

// start, verify, finish; errored with the reason where it cannot start.
Verification verify(const Prepared& prepared, const Surroundings& around);

}  // namespace squall::harness
