#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "harness/cli/errors.h"
#include "harness/cli/read_report.h"
#include "harness/cli/registry.h"
#include "harness/run/report_files.h"
#include "reports/formats/format.h"

namespace squall::harness {

namespace {

struct Options {
  std::string file;
  std::string format = "console";
  std::string output;
};

ExitCode render(const Options& options, Invocation& invocation) {
  // The format is checked as in `--report FORMAT=FILE`.
  const auto file = parse_report_file(options.format + "=" + (options.output.empty() ? "-" : options.output));
  if (!file) return report_error(invocation.err, file.error());
  const auto report = read_run_report(options.file);
  if (!report) return report_error(invocation.err, report.error());
  if (file->path == "-") {
    invocation.out << reports::find_format(options.format)->render(*report);
    return ExitCode::held;
  }
  const auto errors = write_reports(*report, {*file});
  return report_errors(invocation.err, errors);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("RUN.json", options->file, "A run report, as `squall run --report json=RUN.json` writes it")
      ->required();
  std::string names;
  for (const auto& format : reports::formats()) names += (names.empty() ? "" : ", ") + std::string(format.name);
  app.add_option("--format", options->format, "One of " + names + " (console)")->type_name("FORMAT");
  app.add_option("--output", options->output, "Write to this file instead of standard output (-)")->type_name("FILE");
  return [options](Invocation& invocation) { return render(*options, invocation); };
}

}  // namespace

const Command report_command = {"report", "Render a recorded run again, in any format",
                                R"(Examples:
  squall report run.json
  squall report run.json --format html --output report.html
  squall report run.json --format markdown >> "$GITHUB_STEP_SUMMARY")",
                                declare};

}  // namespace squall::harness
