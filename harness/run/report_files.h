#pragma once
// --report FORMAT=FILE and --report-dir: reports written to files.

#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct ReportFile {
  std::string format;
  std::string path;
};

// "html=report.html". Errors (usage): no such format (with the ones there are), no file.
contracts::Result<ReportFile> parse_report_file(const std::string& text);
// One file for each format: DIR/report.html, report.json ... The folder is made when it is written.
std::vector<ReportFile> report_files_in(const std::string& directory);
// Renders and writes them all. Errors (io): each file that could not be written in full.
std::vector<contracts::Error> write_reports(const reports::RunReport& report, const std::vector<ReportFile>& files);

}  // namespace squall::harness
