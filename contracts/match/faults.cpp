#include "contracts/match/faults.h"

namespace squall::contracts::match {

std::set<std::string> faults_of(const std::vector<Violation>& violations) {
  std::set<std::string> faults;
  for (const Violation& violation : violations) {
    std::string pointer;
    for (const char c : violation.pointer) {
      const bool digit = c >= '0' && c <= '9';
      if (!digit) pointer += c;
    }
    faults.insert(violation.rule + "\n" + violation.keyword + "\n" + violation.where + "\n" + pointer);
  }
  return faults;
}

}  // namespace squall::contracts::match
