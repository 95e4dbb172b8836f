#pragma once
// VerifySession: one independent piece of a phase's work. It runs on one worker, one request after another; what it
// finds is merged with the other sessions' in order of their index.

#include <optional>

#include "harness/verify/found.h"
#include "harness/verify/known_resources.h"
#include "harness/verify/worker.h"

namespace squall::harness {

class Exerciser;

class VerifySession {
 public:
  VerifySession(const Exerciser& exerciser, Worker& worker) : exerciser_(exerciser), worker_(worker) {}
  VerifySession(const VerifySession&) = delete;
  VerifySession& operator=(const VerifySession&) = delete;

  const Exerciser& exerciser() const { return exerciser_; }
  bool stopped() const;

  // Sends, judges and records. The answer is there until the next call; CallError::cancelled when it was not sent.
  const Answer& exercise(const contracts::match::RequestCase& request, Expected expected, const Checks& checks = {});
  // The requests from here on belong together: a finding shows all of them up to the one that was answered wrong.
  void begin_sequence();
  // No valid request could be generated; said in the facts.
  void cannot_make(const contracts::openapi::Operation& operation, const contracts::Error& why);
  // A line for the check's facts: what stayed undecided, and why. The same line is said once.
  void state(std::string fact) { record_.facts.push_back(std::move(fact)); }
  // A phase's own finding. Unless the phase gives it exchanges, it shows the last request, or the sequence. It is not
  // shrunk: what can be said of one answer is better said by Checks.
  void report(reports::Finding finding);

  Record take() { return std::move(record_); }

 private:
  void note(FoundProblem found, const contracts::match::RequestCase& request, Expected expected, const Checks& checks);

  void remember(const contracts::match::RequestCase& request, Expected expected, const Checks& checks);
  void add_creations(FoundProblem& found, const contracts::match::RequestCase& request) const;

  const Exerciser& exerciser_;
  Worker& worker_;
  Record record_;
  Sent last_;
  bool in_sequence_ = false;
  std::vector<Step> steps_;  // of the sequence
  std::vector<Sent> sent_;
};

}  // namespace squall::harness
