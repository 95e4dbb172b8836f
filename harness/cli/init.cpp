#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

#include "harness/cli/errors.h"
#include "harness/cli/first_system.h"
#include "harness/cli/registry.h"
#include "harness/system/schema.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;

struct Options {
  std::vector<std::string> places;
  std::string output = "squall.yaml";
  bool force = false;
  bool schema = false;
};

ExitCode write_file(const Options& options, const std::string& text, Invocation& invocation) {
  if (options.output == "-") {
    invocation.out << text;
    return ExitCode::held;
  }
  std::error_code ignored;
  if (!options.force && std::filesystem::exists(options.output, ignored)) {
    return report_error(invocation.err, {ErrorKind::usage,
                                         "'" + options.output + "' is there already",
                                         {},
                                         "--force replaces it, --output names another file"});
  }
  std::ofstream out(options.output, std::ios::binary);
  out << text << std::flush;
  if (!out)
    return report_error(invocation.err, {ErrorKind::io, "'" + options.output + "' could not be written", {}, ""});
  invocation.out << "wrote " << options.output << "; next: squall run " << options.output << " --plan\n";
  return ExitCode::held;
}

ExitCode init(const Options& options, Invocation& invocation) {
  if (options.schema) {
    invocation.out << system_schema();
    return ExitCode::held;
  }
  const std::filesystem::path base =
      std::filesystem::absolute(options.output == "-" ? "squall.yaml" : options.output).parent_path();
  const auto places = options.places.empty() ? std::vector<std::string>{"."} : options.places;
  for (const std::string& place : places) {
    if (!std::filesystem::exists(place)) {
      return report_error(invocation.err, {ErrorKind::usage, "'" + place + "' does not exist", {}, ""});
    }
  }
  const Found found = find_contracts(places, base.string());
  // Contracts that do not load are told, and left out.
  report_errors(invocation.err, found.errors);
  if (found.contracts.empty()) {
    return report_error(invocation.err, {ErrorKind::usage,
                                         "no OpenAPI contract was found",
                                         {},
                                         "name the folder that holds them: squall init contracts/"});
  }
  return write_file(options, first_system_file(base.filename().string(), found.contracts), invocation);
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("PLACE", options->places, "Folders and files to look for contracts in (the current folder)");
  app.add_option("--output", options->output, "The file to write (squall.yaml); - is standard output")
      ->type_name("FILE");
  app.add_flag("--force", options->force, "Replace the file if it is there");
  app.add_flag("--schema", options->schema, "Print the system file's JSON Schema instead");
  return [options](Invocation& invocation) { return init(*options, invocation); };
}

}  // namespace

const Command init_command = {
    "init", "Write a first system file from the contracts it finds",
    R"(Every service begins as a stub made from its contract, so that the file runs at once; comments in it
show how to start the real ones, put edges between them and say what to expect.

Examples:
  squall init
  squall init contracts/ --output squall.yaml)",
    declare};

}  // namespace squall::harness
