#include "reports/model/unseen.h"

#include <algorithm>

#include "reports/model/text.h"

namespace squall::reports {
namespace {

constexpr std::size_t max_name = 400;  // bytes
constexpr std::size_t max_text = 4000;

using Counts = std::map<std::string, std::uint64_t>;

std::vector<std::string> never(const Counts& counts) {
  std::vector<std::string> names;
  for (const auto& [name, times] : counts) {
    if (times == 0) names.push_back(name);
  }
  return names;
}

// `all` is how many there are; `names` may be the first of them.
std::string listed(std::string_view what, const std::vector<std::string>& names, std::size_t all, std::size_t most,
                   std::string_view separator = ", ") {
  std::string text(what);
  const std::size_t shown = std::min(names.size(), most);
  for (std::size_t i = 0; i < shown; ++i) text.append(i == 0 ? " " : separator).append(names[i]);
  if (shown == 0) return text + ' ' + grouped(all);
  if (all > shown) text += " and " + grouped(all - shown) + " more";
  return text;
}

void add_counts(std::vector<std::string>& lines, std::string_view what, const Counts& counts, std::size_t most) {
  const auto names = never(counts);
  if (!names.empty()) lines.push_back(listed(what, names, names.size(), most));
}

void add_branches(std::vector<std::string>& lines, std::string_view what, const BranchCoverage& branches,
                  std::size_t most) {
  if (branches.seen >= branches.total) return;
  lines.push_back(listed(what, branches.unseen, branches.total - branches.seen, most, "; "));
}

bool several_services(const std::vector<OperationCoverage>& coverage) {
  return std::any_of(coverage.begin(), coverage.end(),
                     [&](const auto& one) { return one.service != coverage.front().service; });
}

}  // namespace

std::vector<std::string> unseen_of(const OperationCoverage& operation, std::size_t most) {
  if (operation.requests == 0) return {"never asked"};
  std::vector<std::string> lines;
  if (operation.successes == 0) lines.emplace_back("never answered with a success");
  add_counts(lines, "responses", operation.responses, most);
  add_counts(lines, "parameters", operation.parameters, most);
  add_counts(lines, "request media types", operation.request_media, most);
  add_counts(lines, "response media types", operation.response_media, most);
  add_branches(lines, "request branches", operation.request_branches, most);
  add_branches(lines, "response branches", operation.response_branches, most);
  return lines;
}

std::vector<UnseenLine> unseen_lines(const std::vector<OperationCoverage>& coverage, std::size_t most_names) {
  const bool several = several_services(coverage);
  std::vector<UnseenLine> never_succeeded, others;
  for (const auto& operation : coverage) {
    std::string text;
    for (const auto& one : unseen_of(operation, most_names)) text += (text.empty() ? "" : "; ") + one;
    if (text.empty()) continue;
    auto& lines = operation.successes == 0 ? never_succeeded : others;
    const std::string name = several ? operation.service + ' ' + operation.operation : operation.operation;
    lines.push_back({one_line(name, max_name), one_line(text, max_text)});
  }
  never_succeeded.insert(never_succeeded.end(), std::make_move_iterator(others.begin()),
                         std::make_move_iterator(others.end()));
  return never_succeeded;
}

}  // namespace squall::reports
