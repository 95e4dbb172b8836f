#include "harness/run/selection.h"

#include <algorithm>

#include "contracts/core/suggest.h"
#include "harness/check/glob.h"

namespace squall::harness {

namespace {

contracts::Error selects_nothing(const std::string& option, const std::string& pattern,
                                 const std::vector<PlannedCheck>& checks) {
  std::vector<std::string> ids;
  ids.reserve(checks.size());
  for (const PlannedCheck& check : checks) ids.push_back(check.id);
  const std::string near = contracts::nearest(pattern, ids);
  return {contracts::ErrorKind::usage,
          option + " '" + pattern + "' selects no check",
          {},
          near.empty() ? "--plan lists the checks" : "did you mean '" + near + "'?"};
}

contracts::Status each_selects_something(const std::string& option, const std::vector<std::string>& patterns,
                                         const std::vector<PlannedCheck>& checks) {
  for (const std::string& pattern : patterns) {
    const bool any =
        std::any_of(checks.begin(), checks.end(), [&](const PlannedCheck& c) { return selects(pattern, c.id); });
    if (!any) return contracts::fail(selects_nothing(option, pattern, checks));
  }
  return {};
}

bool any_selects(const std::vector<std::string>& patterns, const std::string& id) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return selects(pattern, id); });
}

}  // namespace

bool selects(const std::string& pattern, const std::string& id) {
  if (id == pattern) return true;
  if (pattern.find_first_of("*?") != std::string::npos) return glob(pattern, id);
  const std::string folder = pattern.empty() || pattern.back() == '/' ? pattern : pattern + "/";
  return !folder.empty() && id.compare(0, folder.size(), folder) == 0;
}

contracts::Result<std::vector<PlannedCheck>> select(std::vector<PlannedCheck> checks,
                                                    const std::vector<std::string>& only,
                                                    const std::vector<std::string>& skip) {
  SQUALL_TRY(each_selects_something("--only", only, checks));
  SQUALL_TRY(each_selects_something("--skip", skip, checks));
  const bool planned = !checks.empty();
  checks.erase(std::remove_if(checks.begin(), checks.end(),
                              [&](const PlannedCheck& check) {
                                return (!only.empty() && !any_selects(only, check.id)) || any_selects(skip, check.id);
                              }),
               checks.end());
  if (planned && checks.empty()) {
    return contracts::fail(contracts::ErrorKind::usage, "--only and --skip leave no check to run", {},
                           "--plan lists the checks");
  }
  return checks;
}

}  // namespace squall::harness
