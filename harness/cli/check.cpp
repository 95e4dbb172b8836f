#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <ostream>
#include <set>

#include "contracts/core/document.h"
#include "contracts/openapi/contract.h"
#include "contracts/pact/read.h"
#include "harness/cli/contract_options.h"
#include "harness/cli/errors.h"
#include "harness/cli/registry.h"
#include "harness/run/contracts_of.h"
#include "harness/system/schema.h"

namespace squall::harness {

namespace {

using Errors = std::vector<contracts::Error>;

struct Options {
  std::vector<std::string> files;
  bool schema = false;
  std::shared_ptr<ContractOptions> contract;
};

bool is_system_file(const contracts::Document& document) {
  const contracts::Node& root = document.root();
  return root.find("squall") != nullptr || (root.find("services") != nullptr && root.find("openapi") == nullptr);
}

std::string count(std::size_t number, const std::string& what) {
  return fmt::format("{} {}{}", number, what, number == 1 ? "" : "s");
}

// What can be read, and is surely not what was meant: a parameter that the path does not have, an `x-squall-*` that
// nobody knows.
struct Checked {
  std::string what;
  Errors warnings;
};

tl::expected<Checked, Errors> check_system(const std::string& path, const ContractOptions& options) {
  const auto system = load_system(path);
  if (!system) return tl::unexpected<Errors>(system.error());
  const auto contracts = load_contracts(*system, load_options({{}, options.allow_remote}));
  if (!contracts) return tl::unexpected<Errors>(contracts.error());
  Checked checked{"system file, " + count(system->services.size(), "service") + ", " +
                      count(system->edges.size(), "edge") + ", " + count(contracts->size(), "contract"),
                  {}};
  std::set<std::string> told;
  for (const auto& [service, router] : *contracts) {
    for (const Errors* warnings : {&router->contract().warnings, &router->contract().unknown_clauses}) {
      for (const contracts::Error& warning : *warnings) {
        if (told.insert(contracts::to_string(warning)).second) checked.warnings.push_back(warning);
      }
    }
  }
  return checked;
}

tl::expected<Checked, Errors> check_contract(const std::string& path, const ContractOptions& options) {
  contracts::openapi::LoadOptions load = load_options(options);
  load.strict = true;  // here, what the specification forbids is a mistake even if it could be read
  const auto contract = contracts::openapi::load(path, load);
  if (!contract) return tl::unexpected<Errors>(contract.error());
  Checked checked{"contract '" + (*contract)->title + "', " + count((*contract)->operations.size(), "operation"),
                  (*contract)->warnings};
  const Errors& unknown = (*contract)->unknown_clauses;
  checked.warnings.insert(checked.warnings.end(), unknown.begin(), unknown.end());
  return checked;
}

tl::expected<Checked, Errors> check_pact(contracts::Document document) {
  const auto pact = contracts::pact::read_pact(std::make_shared<const contracts::Document>(std::move(document)));
  if (!pact) return tl::unexpected<Errors>(pact.error());
  return Checked{"pact of '" + pact->consumer + "' with '" + pact->provider + "', version " +
                     std::string(to_string(pact->version)) + ", " + count(pact->interactions.size(), "interaction"),
                 {}};
}

tl::expected<Checked, Errors> check_file(const std::string& path, const ContractOptions& options) {
  if (contracts::openapi::is_on_network(path)) return check_contract(path, options);
  auto document = contracts::Document::load(path);
  if (!document) return tl::unexpected<Errors>(Errors{document.error()});
  if (contracts::pact::is_pact(*document)) return check_pact(std::move(*document));
  return is_system_file(*document) ? check_system(path, options) : check_contract(path, options);
}

ExitCode check_files(const Options& options, Invocation& invocation) {
  if (options.schema) {
    invocation.out << system_schema();
    return ExitCode::held;
  }
  if (options.files.empty()) {
    return report_error(invocation.err,
                        {contracts::ErrorKind::usage, "no file is given", {}, "see 'squall check --help'"});
  }
  ExitCode code = ExitCode::held;
  for (const std::string& path : options.files) {
    const auto checked = check_file(path, *options.contract);
    if (checked) {
      invocation.out << path << ": well formed (" << checked->what << ")\n";
      for (const contracts::Error& warning : checked->warnings)
        invocation.err << "warning: " << contracts::to_string(warning) << "\n";
    } else {
      // A file that cannot be read is a mistake of whoever named it.
      code = worse(code, worse(ExitCode::malformed, report_errors(invocation.err, checked.error())));
    }
  }
  return code;
}

Action declare(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("FILE", options->files, "System files, OpenAPI contracts and Pact files");
  options->contract = declare_contract_options(app);
  app.add_flag("--schema", options->schema, "Print the system file's JSON Schema, for editors");
  return [options](Invocation& invocation) { return check_files(*options, invocation); };
}

}  // namespace

const Command check_command = {
    "check", "Are these system files and contracts well formed?",
    R"(Prints every mistake as file:line:column with what to do about it, and exits 2 if there is one. A system
file is checked with the contracts it names.

Examples:
  squall check squall.yaml
  squall check contracts/*.yaml
  squall check orders.yaml --overlay staging.yaml
  squall check --schema > squall.schema.json)",
    declare};

}  // namespace squall::harness
