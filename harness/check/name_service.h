#pragma once
// The seam between measurements and the name servers and catalogues of a run: an edge's name can be made to lead to its
// other replicas, and lookups of a name can be made to fail.

#include <cstdint>
#include <string>

#include "chaos/names/names.h"
#include "contracts/core/result.h"

namespace squall::harness {

class NameService {
 public:
  virtual ~NameService() = default;
  virtual bool knows(const std::string& edge) const = 0;  // as written: one of its names leads there
  // From now on the names are answered with every replica but the first; or as before. False: nothing is injected in
  // this run. Errors (usage): no name leads to that edge.
  virtual contracts::Result<bool> move(const std::string& edge, bool moved) = 0;
  // From now on, lookups of that name meet the fault, at every server that knows it; one fault at a time. False:
  // nothing is injected in this run. Errors (usage): no server knows the name.
  virtual contracts::Result<bool> strike(const std::string& name, const chaos::names::Fault& fault) = 0;
  virtual void mend(const std::string& name) = 0;
  virtual std::uint64_t struck(const std::string& name) const = 0;  // lookups that met a fault, so far in the run
};

}  // namespace squall::harness
