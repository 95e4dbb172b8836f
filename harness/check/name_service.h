#pragma once
// The seam between measurements and the name servers and catalogues of a run: an edge's name can be made to lead to its
// other replicas.

#include <string>

#include "contracts/core/result.h"

namespace squall::harness {

class NameService {
 public:
  virtual ~NameService() = default;
  virtual bool knows(const std::string& edge) const = 0;  // as written: one of its names leads there
  // From now on the names are answered with every replica but the first; or as before. False: nothing is injected in
  // this run. Errors (usage): no name leads to that edge.
  virtual contracts::Result<bool> move(const std::string& edge, bool moved) = 0;
};

}  // namespace squall::harness
