#pragma once
// What is wrong with a request, to tell whether a changed one is wrong in the same way.

#include <set>
#include <string>
#include <vector>

#include "contracts/core/violation.h"

namespace squall::contracts::match {

// Without the places in lists: those move when something before them is left out.
std::set<std::string> faults_of(const std::vector<Violation>& violations);

}  // namespace squall::contracts::match
