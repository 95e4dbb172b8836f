#pragma once
// Secrets leave a report here: whatever was given as a secret is written as its name instead.

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/run_report.h"

namespace squall::reports {

// Replaces secret values by what stands for them ("${env.TOKEN}"), longest first, also where they appear escaped as in
// a JSON string or percent-encoded. Values shorter than four bytes are left alone: they would shred the report without
// hiding anything. Immutable; safe to use from any thread.
class Redactor {
 public:
  explicit Redactor(const std::map<std::string, std::string>& value_to_name);

  std::string operator()(std::string_view text) const;
  void apply(RunReport& report) const;

 private:
  std::vector<std::pair<std::string, std::string>> replacements_;
};

}  // namespace squall::reports
