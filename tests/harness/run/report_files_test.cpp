#include "harness/run/report_files.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <set>

#include "reports/formats/format.h"

namespace squall::harness {
namespace {

std::filesystem::path fresh_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "squall-reports-XXXXXX").string();
  return mkdtemp(name.data());
}

TEST(ReportFile, IsParsed) {
  EXPECT_EQ(parse_report_file("json=a=b.json")->path, "a=b.json");
  EXPECT_EQ(parse_report_file("json=a=b.json")->format, "json");
  EXPECT_EQ(contracts::to_string(parse_report_file("junt=x.xml").error()),
            "there is no report format 'junt'; did you mean 'junit'?");
  EXPECT_EQ(contracts::to_string(parse_report_file("json").error()),
            "--report 'json' names no file; write --report json=FILE");
  EXPECT_EQ(parse_report_file("json=").error().kind, contracts::ErrorKind::usage);
}

TEST(ReportFiles, OneForEachFormatUnderADifferentName) {
  std::set<std::string> paths;
  for (const auto& file : report_files_in("out")) EXPECT_TRUE(paths.insert(file.path).second) << file.path;
  EXPECT_EQ(paths.size(), reports::formats().size());
  EXPECT_TRUE(paths.count("out/report.json"));
  EXPECT_TRUE(paths.count("out/report.md"));
}

TEST(ReportFiles, AreWrittenIntoAFolderMadeForThem) {
  const auto folder = fresh_folder();
  const auto files = report_files_in((folder / "a" / "b").string());
  EXPECT_TRUE(write_reports(reports::RunReport{}, files).empty());
  for (const auto& file : files) EXPECT_TRUE(std::filesystem::exists(file.path)) << file.path;
  std::filesystem::remove_all(folder);
}

TEST(ReportFiles, ThatCannotBeWrittenAreErrors) {
  const auto errors =
      write_reports(reports::RunReport{}, {{"json", "/dev/full"}, {"json", "/proc/nothing/report.json"}});
  ASSERT_EQ(errors.size(), 2u);
  EXPECT_EQ(contracts::to_string(errors[0]), "/dev/full: the report could not be written: No space left on device");
  EXPECT_EQ(errors[1].kind, contracts::ErrorKind::io);
}

}  // namespace
}  // namespace squall::harness
