// Every rule that verification reports has its row, with its severity, in harness/README.md; and every row is a rule.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/corpora.h"

namespace squall::tests {
namespace {

const std::filesystem::path source = test_data() / ".." / "..";

// What stands between two such characters, wherever two follow each other.
std::vector<std::string> between(const std::string& text, char quote) {
  std::vector<std::string> found;
  for (std::size_t begin = text.find(quote); begin != std::string::npos;) {
    const std::size_t end = text.find(quote, begin + 1);
    if (end == std::string::npos) break;
    found.push_back(text.substr(begin + 1, end - begin - 1));
    begin = end;
  }
  return found;
}

// "response.body.schema", and "response." as the beginning of such a name.
bool may_be_rule(const std::string& text) {
  const auto family = text.substr(0, text.find('.'));
  const std::set<std::string> families = {"request", "response", "security", "stateful", "protocol", "hook"};
  return family.size() < text.size() && families.contains(family) && text.find("..") == std::string::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-.") == std::string::npos;
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
  Rules rules;
  for (const std::string& quoted : between(text, '"')) {
    if (may_be_rule(quoted)) (quoted.ends_with('.') ? rules.families : rules.names).insert(quoted);
  }
  return rules;
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
  for (std::string line; std::getline(table, line);) {
    if (rows.empty() && line.find('`') == std::string::npos) continue;
    const auto cells = between(line, '|');
    EXPECT_EQ(cells.size(), 3u) << line;
    if (cells.size() < 2) continue;
    const auto names = between(cells[0], '`');
    Row row;
    for (std::size_t i = 0; i < names.size(); i += 2) row.rules.insert(names[i]);  // between them stands ", "
    row.severity = cells[1].substr(1);
    rows.push_back(row);
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
    const std::vector<std::string> severities = {"error", "warning", "info", "as the hook says"};
    EXPECT_TRUE(std::any_of(severities.begin(), severities.end(), [&](const auto& one) {
      return row.severity.starts_with(one);
    })) << row.severity;
    EXPECT_FALSE(row.rules.empty());
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
