// Every rule that verification reports has its row, with its severity, in harness/README.md; and every row is a rule.

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

const std::filesystem::path source = test_data() / ".." / "..";

std::set<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), expression); at != std::sregex_iterator(); ++at)
    found.insert((*at)[1]);
  return found;
}

struct Rules {
  std::set<std::string> names;
  std::set<std::string> families;  // "security.", where the code adds the rest
};

Rules rules_of_sources() {
  std::string text = read_file(source / "contracts/http/conformance.cpp") +
                     read_file(source / "contracts/match/validate_response.cpp");
  for (const auto& file : std::filesystem::directory_iterator(source / "harness/verify")) {
    if (file.path().extension() == ".cpp") text += read_file(file.path());
  }
  const std::string family = "(?:request|response|security|stateful|protocol|hook)";
  return {matches(text, "\"(" + family + "(?:\\.[a-z-]+)+)\""), matches(text, "\"(" + family + "\\.)\" \\+")};
}

struct Row {
  std::set<std::string> rules;
  std::string severity;
};

std::vector<Row> documented() {
  const std::string readme = read_file(source / "harness/README.md");
  const std::size_t begin = readme.find("| rule | severity | means |\n|---|---|---|\n");
  if (begin == std::string::npos) return {};
  std::istringstream table(readme.substr(begin, readme.find("\n\n", begin) - begin));
  std::vector<Row> rows;
  const std::regex cells("\\| (.*?) \\| (.*?) \\|.*");
  std::smatch found;
  for (std::string line; std::getline(table, line);) {
    if (rows.empty() && line.find('`') == std::string::npos) continue;
    EXPECT_TRUE(std::regex_match(line, found, cells)) << line;
    rows.push_back({matches(found[1], "`([^`]+)`"), found[2]});
  }
  return rows;
}

bool is_of(const std::set<std::string>& families, const std::string& rule) {
  return std::any_of(families.begin(), families.end(), [&](const auto& family) { return rule.starts_with(family); });
}

TEST(RulesOfVerification, AreDocumentedOnceWithTheirSeverity) {
  const Rules rules = rules_of_sources();
  EXPECT_GT(rules.names.size(), 40u);
  std::multiset<std::string> rows;
  for (const Row& row : documented()) {
    EXPECT_TRUE(std::regex_search(row.severity, std::regex("^(error|warning|info|as the hook says)"))) << row.severity;
    rows.insert(row.rules.begin(), row.rules.end());
  }
  for (const std::string& rule : rules.names) EXPECT_EQ(rows.count(rule), 1u) << rule << " has no row of its own";
  for (const std::string& family : rules.families) {
    EXPECT_TRUE(std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.starts_with(family); }))
        << "no row begins with " << family;
  }
  for (const std::string& row : rows)
    EXPECT_TRUE(rules.names.contains(row) || is_of(rules.families, row)) << row << " is no rule of verification";
}

}  // namespace
}  // namespace squall::tests
