#include "harness/check/ignore_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/corpora.h"

namespace squall::harness {
namespace {

using reports::Check;
using reports::Finding;
using reports::Outcome;
using reports::Severity;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Finding finding(const char* id, const char* rule, const char* operation, Severity severity = Severity::error) {
  Finding made;
  made.id = id;
  made.rule = rule;
  made.operation = operation;
  made.severity = severity;
  made.message = std::string(operation) + " is wrong";
  return made;
}

Check check(const char* id, std::vector<Finding> findings, Outcome outcome = Outcome::failed) {
  Check made;
  made.id = id;
  made.outcome = outcome;
  made.findings = std::move(findings);
  return made;
}

IgnoreList list_of(const std::string& yaml, const std::string& today = "2026-06-15") {
  auto entries = parse_ignore_file(yaml, "ignore.yaml");
  if (!entries) ADD_FAILURE() << contracts::to_string(entries.error().front());
  return {entries ? std::move(*entries) : IgnoreEntries{}, today};
}

struct Row {
  const char* name;
  const char* entry;
  bool ignored;
};

TEST(IgnoreList, AcceptsWhatAnEntryMatches) {
  const Row rows[] = {
      {"id", "{id: f1, reason: r}", true},
      {"other id", "{id: f2, reason: r}", false},
      {"rule", "{rule: response.status.undeclared, reason: r}", true},
      {"rule glob", "{rule: 'response.*', reason: r}", true},
      {"other rule", "{rule: request.*, reason: r}", false},
      {"operation", "{rule: '*', operation: 'GET /orders/{id}', reason: r}", true},
      {"operation glob", "{rule: '*', operation: '* /orders/*', reason: r}", true},
      {"other operation", "{rule: '*', operation: 'POST *', reason: r}", false},
      {"check", "{rule: '*', check: verify/*, reason: r}", true},
      {"other check", "{rule: '*', check: consumer/*, reason: r}", false},
      {"last day", "{rule: '*', expires: 2026-06-15, reason: r}", true},
      {"over", "{rule: '*', expires: 2026-06-14, reason: r}", false},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.name);
    IgnoreList ignored = list_of(std::string("- ") + row.entry + "\n");
    Check failed = check("verify/orders", {finding("f1", "response.status.undeclared", "GET /orders/{id}")});
    ignored.apply(failed);
    EXPECT_EQ(failed.findings[0].ignored, row.ignored ? "r" : "");
    EXPECT_EQ(failed.outcome, row.ignored ? Outcome::passed : Outcome::failed);
  }
}

TEST(IgnoreList, LeavesACheckFailedThatFailedForSomethingElseToo) {
  IgnoreList ignored = list_of("- {id: f1, reason: known}\n");
  Check failed = check("verify/orders", {finding("f1", "a", "GET /"), finding("f2", "b", "GET /")});
  ignored.apply(failed);
  EXPECT_EQ(failed.outcome, Outcome::failed);
  EXPECT_EQ(failed.findings[0].ignored, "known");
  EXPECT_EQ(failed.findings[1].ignored, "");
}

TEST(IgnoreList, DoesNotTurnAFailureWithoutErrorsIntoAPass) {
  IgnoreList ignored = list_of("- {rule: '*', reason: all}\n");
  Check warned = check("a", {finding("f1", "a", "GET /", Severity::warning)});
  ignored.apply(warned);
  EXPECT_EQ(warned.outcome, Outcome::failed);
  Check broken = check("b", {finding("f1", "a", "GET /")}, Outcome::errored);
  ignored.apply(broken);
  EXPECT_EQ(broken.outcome, Outcome::errored);
}

TEST(IgnoreList, SaysWhatIsStaleAndWhatExpired) {
  const char* yaml =
      "- {id: f1, reason: r}\n"
      "- {id: gone, reason: r}\n"
      "- {rule: b, expires: 2026-01-01, reason: r}\n"
      "- {rule: gone, expires: 2026-01-01, reason: r}\n"
      "- {id: elsewhere, check: experiment/*, reason: r}\n"
      "- {id: unfinished, check: verify/*, reason: r}\n";
  IgnoreList ignored = list_of(yaml);
  Check orders = check("consumer/orders", {finding("f1", "a", "GET /"), finding("f2", "b", "GET /")});
  ignored.apply(orders);
  Check payments = check("verify/payments", {}, Outcome::inconclusive);
  EXPECT_THAT(ignored.notes(), ElementsAre("ignore.yaml:2:3: 'gone' was not found any more: remove the entry",
                                           "ignore.yaml:3:3: 'b' is ignored no longer: the entry expired on 2026-01-01",
                                           "ignore.yaml:4:3: 'gone' was not found any more: remove the entry"));
  ignored.apply(payments);
  EXPECT_THAT(ignored.notes(), ElementsAre(HasSubstr("'b' is ignored no longer")))
      << "what an unfinished check would have found is unknown";
}

TEST(IgnoreFile, IsRefusedWithEveryMistake) {
  const char* yaml =
      "- {rule: a}\n"
      "- {reason: r}\n"
      "- {rule: a, reason: '  '}\n"
      "- {rule: a, reason: r, expires: 2026-02-30}\n"
      "- {rule: a, reason: r, operations: x}\n";
  const auto entries = parse_ignore_file(yaml, "ignore.yaml");
  ASSERT_FALSE(entries);
  std::vector<std::string> texts;
  for (const auto& error : entries.error()) texts.push_back(contracts::to_string(error));
  EXPECT_THAT(texts,
              ElementsAre("ignore.yaml:1:3: 'reason' is missing",
                          "ignore.yaml:2:3: the entry says neither 'id' nor 'rule'; take them from a report, or use "
                          "--write-ignore",
                          "ignore.yaml:3:21: the reason is empty; say why this is accepted; every report shows it",
                          "ignore.yaml:4:33: expected a date such as 2026-12-31, found '2026-02-30'",
                          "ignore.yaml:5:24: 'operations' is unknown here; did you mean 'operation'?"));
  EXPECT_FALSE(parse_ignore_file("{rule: a}", "ignore.yaml"));
  EXPECT_TRUE(parse_ignore_file("", "ignore.yaml"));
}

TEST(IgnoreFile, IsWrittenFromAReportAndReadOnceReasonsAreGiven) {
  reports::RunReport report;
  report.checks = {
      check("verify/orders", {finding("f1", "response.status.undeclared", "GET /orders/{id}"),
                              finding("f2", "b", "", Severity::warning), finding("f3", "c", "", Severity::info)})};
  report.checks[0].findings[0].message = "answers 418: \"tea\"\nor not";
  std::string text = ignore_file_for(report);
  const auto unready = parse_ignore_file(text, "new.yaml");
  ASSERT_FALSE(unready);
  EXPECT_THAT(unready.error().front().message, HasSubstr("the reason is empty"));
  for (auto at = text.find("reason: \"\""); at != std::string::npos; at = text.find("reason: \"\""))
    text.replace(at, 10, "reason: known");
  const auto entries = parse_ignore_file(text, "new.yaml");
  ASSERT_TRUE(entries) << contracts::to_string(entries.error().front());
  ASSERT_EQ(entries->size(), 2u);
  IgnoreList ignored(*entries, "2026-01-01");
  ignored.apply(report.checks[0]);
  EXPECT_EQ(report.checks[0].outcome, Outcome::passed);
  EXPECT_THAT(ignored.notes(), IsEmpty());
  EXPECT_TRUE(parse_ignore_file(ignore_file_for({}), "none.yaml"));
}

TEST(IgnoreFile, HasAPublishedSchema) {
  const auto path = tests::test_data().parent_path().parent_path() / "harness/check/ignore.schema.json";
  if (std::getenv("SQUALL_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << ignore_schema();
  EXPECT_EQ(tests::read_file(path), ignore_schema()) << "SQUALL_UPDATE_GOLDEN=1 writes it again";
}

}  // namespace
}  // namespace squall::harness
