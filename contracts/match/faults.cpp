#include "contracts/match/faults.h"

#include "contracts/core/ascii.h"

namespace squall::contracts::match {

std::set<std::string> faults_of(const std::vector<Violation>& violations) {
  std::set<std::string> faults;
  for (const Violation& violation : violations) {
    std::string pointer;
    for (const char c : violation.pointer) {
      if (!is_digit(c)) pointer += c;
    }
    faults.insert(violation.rule + "\n" + violation.keyword + "\n" + violation.where + "\n" + pointer);
  }
  return faults;
}

}  // namespace squall::contracts::match
