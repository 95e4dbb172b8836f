#pragma once
// What the answers to requests that differ in one thing only tell when they are held against each other: a boundary
// that the contract allows and the provider refuses, and an input that takes far longer than the others.

#include <chrono>
#include <set>
#include <string>
#include <vector>

#include "harness/verify/refreshed_cases.h"

namespace squall::harness {

// True when the requests are alike but for that place: a member of the body at the pointer, or a parameter (`where`).
bool differ_only_there(const contracts::match::RequestCase& plain, const contracts::match::RequestCase& special);

// Rules: request.valid.refused and response.slow, both warnings: the contract promises neither. Each is said only after
// the requests were sent again and were answered the same.
class BoundaryWatch {
 public:
  // The first case is the plain one, which shows how long an answer takes. `references`: members that name other things
  // ("/book_id"): what they may be is not in the contract alone.
  BoundaryWatch(RefreshedCases& cases, std::set<std::string> references)
      : cases_(cases), references_(std::move(references)) {}

  void note(std::size_t index, const Answer& answer);
  // After the last one.
  void tell(VerifySession& session);

 private:
  struct Seen {
    std::size_t index;
    int status;
    std::chrono::nanoseconds duration;
  };
  // An answer to a request that is like this one but for what is special about it.
  const Seen* accepted_beside(const contracts::match::RequestCase& special) const;
  contracts::match::RequestCase smallest_refused(VerifySession& session, contracts::match::RequestCase refused,
                                                 const contracts::match::RequestCase& plain);
  void tell_refused(VerifySession& session);
  void tell_slow(VerifySession& session);

  RefreshedCases& cases_;
  std::set<std::string> references_;
  std::vector<Seen> seen_;
};

}  // namespace squall::harness
