// The JSON-Schema-Test-Suite, whole. Counts are printed; every test must pass, none is skipped.

#include <gtest/gtest.h>

#include <iostream>
#include <map>

#include "contracts/core/value.h"
#include "contracts/schema/schema.h"
#include "tests/support/corpora.h"

namespace squall::contracts::schema {
namespace {

namespace fs = std::filesystem;

struct Count {
  int passed = 0;
  int total = 0;
};

struct Part {
  std::string name;
  std::string draft;
  Dialect dialect;
  std::string folder;  // below tests/<draft>
  bool assert_formats;
  int tests;                    // all of them pass
  bool assert_content = false;  // as draft 7 would have it
};
void PrintTo(const Part& part, std::ostream* out) {
  *out << part.name;
}

SchemaSet make_set(const fs::path& suite, Dialect dialect) {
  return SchemaSet(dialect, [remotes = suite / "remotes"](const std::string& uri) -> Result<Document> {
    const std::string prefix = "http://localhost:1234/";
    if (!uri.starts_with(prefix)) return fail(ErrorKind::io, "only " + prefix + " is served");
    return Document::load((remotes / uri.substr(prefix.size())).string());
  });
}

void run_group(const fs::path& suite, const Part& part, const std::string& file, const Node& group, Count& count) {
  const std::string title = file + ": " + std::string(group.find("description")->text());
  SchemaSet set = make_set(suite, part.dialect);
  const std::string uri = "https://squall.test/" + file;
  set.add(uri, std::make_shared<Document>(Document::of(Value(*group.find("schema")))));
  const auto schema = compile(set, uri);
  ValidateOptions options;
  options.assert_formats = part.assert_formats;
  options.assert_content = part.assert_content;
  for (const Node& test : group.find("tests")->items()) {
    ++count.total;
    const std::string name = title + ": " + std::string(test.find("description")->text());
    if (!schema) {
      std::cout << "  does not compile: " << name << ": " << to_string(schema.error()) << '\n';
      continue;
    }
    const Node& data = *test.find("data");
    const bool expected = test.find("valid")->boolean();
    const bool valid = schema->valid(data, options);
    const auto violations = schema->validate(data, options);
    EXPECT_EQ(valid, violations.empty()) << name;
    for (const SchemaViolation& violation : violations) EXPECT_FALSE(violation.message.empty()) << name;
    if (valid == expected) {
      ++count.passed;
    } else {
      std::cout << "  " << (expected ? "should hold: " : "should not hold: ") << name << '\n';
    }
  }
}

class TestSuite : public testing::TestWithParam<Part> {};

TEST_P(TestSuite, Holds) {
  const Part& part = GetParam();
  SQUALL_CORPUS(suite, "json-schema-test-suite");
  Count count;
  const fs::path folder = suite / "tests" / part.draft / part.folder;
  for (const fs::path& path : tests::files_below(folder, {".json"})) {
    const bool optional = path.string().find("/optional/") != std::string::npos;
    if (part.folder.empty() && optional) continue;
    if (part.folder == "optional" && path.parent_path().filename() == "format") continue;
    const auto document = Document::load(path.string());
    ASSERT_TRUE(document) << to_string(document.error());
    for (const Node& group : document->root().items()) run_group(suite, part, path.filename().string(), group, count);
  }
  std::cout << "JSON-Schema-Test-Suite " << part.name << ": " << count.passed << " of " << count.total << '\n';
  EXPECT_EQ(count.passed, count.total);
  EXPECT_GE(count.total, part.tests);
}

const Part kParts[] = {{"draft4_required", "draft4", Dialect::draft4, "", false, 618},
                       {"draft7_required", "draft7", Dialect::draft7, "", false, 927},
                       {"draft2020_12_required", "draft2020-12", Dialect::draft2020_12, "", false, 1299},
                       {"draft4_optional", "draft4", Dialect::draft4, "optional", false, 100},
                       {"draft7_optional", "draft7", Dialect::draft7, "optional", false, 118, true},
                       {"draft2020_12_optional", "draft2020-12", Dialect::draft2020_12, "optional", false, 162},
                       {"draft4_formats", "draft4", Dialect::draft4, "optional/format", true, 219},
                       {"draft7_formats", "draft7", Dialect::draft7, "optional/format", true, 676},
                       {"draft2020_12_formats", "draft2020-12", Dialect::draft2020_12, "optional/format", true, 764}};

INSTANTIATE_TEST_SUITE_P(Parts, TestSuite, testing::ValuesIn(kParts), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace squall::contracts::schema
