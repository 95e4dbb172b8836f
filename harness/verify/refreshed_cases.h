#pragma once
// Requests of one kind to one operation, kept about things that are there: when one that was used up or deleted by an
// earlier request stands in the way, the rest is made again about new ones.

#include <functional>
#include <vector>

#include "harness/verify/exerciser.h"
#include "harness/verify/provision.h"

namespace squall::harness {

class RefreshedCases {
 public:
  using Cases = std::vector<contracts::match::RequestCase>;
  // Makes the same requests in the same order for any known values.
  using Make = std::function<Cases(const contracts::match::KnownValues&)>;

  RefreshedCases(VerifySession& session, Provision& provision, const contracts::openapi::Operation& operation,
                 contracts::Random random, Make make);

  const Cases& cases() const { return cases_; }
  // Sends the one at `index`. What is not found, gone or in conflict (404, 409, 410) is tried once more about new
  // things, as long as that has ever helped; what is still in conflict, with other texts where a value may be taken.
  const Answer& exercise(std::size_t index, Expected expected, const Checks& checks = {});
  // Sends another case of the operation; what is in conflict, with other texts.
  const Answer& exercise(const contracts::match::RequestCase& request, Expected expected, const Checks& checks = {});

 private:
  bool renew();

  VerifySession& session_;
  Provision& provision_;
  const contracts::openapi::Operation& operation_;
  Make make_;
  Cases cases_;
  contracts::Random random_;
  std::uint64_t again_ = 0;
  int useless_ = 0;  // times that new things changed nothing
};

}  // namespace squall::harness
