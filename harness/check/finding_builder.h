#pragma once
// Violations become findings here, and only here: deduplicated by cause, located, with a stable id.

#include <string>
#include <vector>

#include "contracts/core/violation.h"
#include "reports/model/run_report.h"

namespace squall::harness {

// The stable id of a cause: rule, operation, place in the contract.
std::string finding_id(const std::string& rule, const std::string& operation, const contracts::Location& location,
                       const std::string& where);

// "/items/3/price" -> "/items/*/price": items of an array share a cause, and differ only by which one was looked at.
std::string without_indices(const std::string& pointer);

// Several operations may come to it: a component's schema, a header.
bool is_shared_place(const contracts::Location& place);

// One violation as a finding, without evidence. `subject` begins the message: "POST /orders answers 500".
reports::Finding finding_of(const contracts::Violation& violation, const std::string& operation,
                            const std::string& subject);

bool has_error(const std::vector<reports::Finding>& findings);  // one that fails its check

// Collects findings; the same cause twice counts occurrences and keeps the first evidence.
class FindingSet {
 public:
  void add(reports::Finding finding);
  void add(const contracts::Violation& violation, const std::string& operation, const std::string& message_prefix,
           std::vector<reports::EvidenceLine> evidence, reports::Replay replay);
  bool again(const std::string& id);     // counts one more of a known cause; false: it is not known
  std::vector<reports::Finding> take();  // errors first, then in order of appearance
  bool empty() const { return findings_.empty(); }

 private:
  std::vector<reports::Finding>::iterator find(const std::string& id);

  std::vector<reports::Finding> findings_;
};

}  // namespace squall::harness
