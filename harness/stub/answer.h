#pragma once
// The contract's own answer to a request: which status, which example, or what is generated.

#include <cstdint>
#include <memory>
#include <optional>

#include "contracts/core/random.h"
#include "contracts/http/message.h"
#include "contracts/match/wished_response.h"
#include "harness/stub/judged_request.h"
#include "harness/stub/made_answers.h"

namespace squall::harness {

struct AnswerOptions {
  contracts::match::ExampleUse examples = contracts::match::ExampleUse::fitting;
  bool dynamic = false;             // generated and drawn for each request, where it does not say otherwise
  bool preference_in_query = true;  // `?__code=404` means what `Prefer: code=404` does
};

// The answers of one stub. Thread-safe. What is no draw of the request's own is made once (made_answers.h).
class ContractAnswers {
 public:
  ContractAnswers(AnswerOptions options, std::uint64_t seed);
  // The request's operation is known. What the client prefers (preference.h) is followed or answered with a problem
  // document.
  contracts::http::Response answer(const JudgedRequest& judged) const;
  // The declared answer of that status, whatever the client accepts; nullopt where none can be made. An example is
  // taken by name where the client prefers one of this very status.
  std::optional<contracts::http::Response> declared(const JudgedRequest& judged, int status) const;

 private:
  std::shared_ptr<const MadeAnswer> make(const JudgedRequest& judged, const contracts::match::ResponseWish& wish,
                                         bool dynamic) const;

  const AnswerOptions options_;
  const std::uint64_t seed_;
  const std::unique_ptr<MadeAnswers> made_;
};

// Requests that are equal in method, target and body draw the same.
contracts::Random drawn_for(const contracts::http::Request& request, std::uint64_t seed);

}  // namespace squall::harness
