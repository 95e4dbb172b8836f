#pragma once
// Hook: what the user's own program says about requests and answers while a verification runs. The protocol, lines of
// JSON, is in harness/README.md. Thread-safe: one question at a time.

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "contracts/core/document.h"
#include "contracts/match/message_generator.h"
#include "harness/check/secrets.h"
#include "harness/verify/hook_process.h"
#include "harness/verify/verify.h"

namespace squall::harness {

struct HookOptions {
  std::string command;
  std::string directory;
  std::string service;
  std::uint64_t seed = 0;
  std::chrono::milliseconds timeout = std::chrono::seconds(10);  // of each answer, the first included
};

class Hook {
 public:
  // Starts it and exchanges greetings. Errors name the hook. What it puts into headers becomes one of the secrets,
  // which outlive it.
  static contracts::Result<std::unique_ptr<Hook>> start(const HookOptions& options, Secrets& secrets,
                                                        std::stop_token stop);

  // Values for the operation's path parameters.
  contracts::Result<contracts::match::KnownValues> path_values(const contracts::openapi::Operation& operation,
                                                               std::uint64_t index);
  // May change the request; false: it is not to be sent.
  contracts::Result<bool> before(const contracts::match::RequestCase& request_case, Expected expected,
                                 contracts::http::Request& request);
  contracts::Result<std::vector<reports::Finding>> after(const contracts::match::RequestCase& request_case,
                                                         Expected expected, const contracts::http::Request& sent,
                                                         const Answer& answer);
  // What it noted and what it left out, one line each.
  std::vector<std::string> facts() const;

 private:
  Hook(const HookOptions& options, std::unique_ptr<HookProcess> process, Secrets& secrets, std::stop_token stop)
      : options_(options), process_(std::move(process)), secrets_(secrets), stop_(std::move(stop)) {}
  contracts::Status greet();
  contracts::Result<contracts::Document> ask(const char* type, contracts::Object message);
  contracts::Error wrong(const std::string& what, const std::string& line = {}) const;
  bool wants(const char* type) const { return wanted_.contains(type); }
  contracts::Status put_values(const contracts::match::RequestCase& request_case, contracts::http::Request& request);
  contracts::Status change(const contracts::Node& change, contracts::http::Request& request);
  void note(std::string text);

  const HookOptions options_;
  const std::unique_ptr<HookProcess> process_;
  Secrets& secrets_;
  const std::stop_token stop_;
  std::set<std::string> wanted_;
  mutable std::mutex mutex_;
  std::int64_t asked_ = 0;
  std::uint64_t skipped_ = 0;
  std::vector<std::string> notes_;
};

}  // namespace squall::harness
