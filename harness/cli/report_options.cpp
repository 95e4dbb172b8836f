#include "harness/cli/report_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <ostream>

#include "harness/cli/errors.h"
#include "harness/run/report_files.h"
#include "reports/formats/console.h"
#include "reports/formats/format.h"
#include "reports/formats/progress.h"

namespace squall::harness {

namespace {

contracts::Result<std::vector<ReportFile>> files_of(const ReportOptions& options) {
  std::vector<ReportFile> files;
  if (!options.directory.empty()) files = report_files_in(options.directory);
  for (const std::string& text : options.reports) {
    SQUALL_TRY_ASSIGN(ReportFile file, parse_report_file(text));
    files.push_back(std::move(file));
  }
  return files;
}

std::string format_names() {
  std::string names;
  for (const auto& format : reports::formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
  return names;
}

// The reports whose file is `-`: they take the summary's place on standard output.
std::vector<ReportFile> take_standard_output(std::vector<ReportFile>& files) {
  const auto rest =
      std::stable_partition(files.begin(), files.end(), [](const ReportFile& f) { return f.path != "-"; });
  std::vector<ReportFile> taken(rest, files.end());
  files.erase(rest, files.end());
  return taken;
}

}  // namespace

std::shared_ptr<ReportOptions> declare_report_options(CLI::App& app) {
  auto options = std::make_shared<ReportOptions>();
  app.add_option("--report", options->reports,
                 "Write a report (" + format_names() +
                     "); may be given several times; - is standard output, in place of the summary")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false);
  app.add_option("--report-dir", options->directory, "Write a report of every format into this folder")
      ->type_name("DIR");
  return options;
}

ExitCode check_report_options(const ReportOptions& options, Invocation& invocation) {
  const auto files = files_of(options);
  return files ? ExitCode::held : report_error(invocation.err, files.error());
}

ExitCode deliver(const reports::RunReport& report, const ReportOptions& options, Invocation& invocation) {
  auto code = static_cast<ExitCode>(report.exit_code);
  auto files = files_of(options);
  if (!files) return worse(code, report_error(invocation.err, files.error()));
  const auto printed = take_standard_output(*files);
  for (const ReportFile& file : printed) invocation.out << reports::find_format(file.format)->render(report);
  if (printed.empty()) {
    reports::ConsoleOptions console;
    console.facts = options.facts;
    console.colour = invocation.terminal.out_in_colour;
    // In a log nothing is gained by narrow lines.
    console.columns = invocation.terminal.out_is_terminal ? static_cast<std::size_t>(invocation.terminal.columns) : 120;
    invocation.out << reports::render_console(report, console);
  }
  return worse(code, report_errors(invocation.err, write_reports(report, *files)));
}

reports::EventSink progress_to(Invocation& invocation) {
  reports::ProgressOptions options;
  options.live = invocation.terminal.err_is_terminal;
  options.colour = invocation.terminal.err_in_colour;
  options.columns = static_cast<std::size_t>(invocation.terminal.columns);
  options.now_ms = [begin = std::chrono::steady_clock::now()] {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  };
  return reports::progress_sink([&err = invocation.err](std::string_view text) { err << text << std::flush; }, options);
}

}  // namespace squall::harness
