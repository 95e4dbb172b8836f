#include "harness/cli/pact_file.h"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>

#include "contracts/pact/read.h"

namespace squall::harness {

bool is_pact_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  const auto first = text.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  // Before it is parsed twice: nearly every file is a contract.
  if (first == std::string::npos || text[first] != '{' || text.find("\"consumer\"") == std::string::npos) return false;
  const auto document = contracts::Document::parse(text, path, contracts::Syntax::json);
  return document && contracts::pact::is_pact(*document);
}

contracts::Status refuse_options_of_contracts(const CLI::App& app, const std::vector<std::string>& names,
                                              const std::string& file) {
  for (const std::string& name : names) {
    const CLI::Option* option = app.get_option_no_throw("--" + name);
    if (option == nullptr || option->count() == 0) continue;
    return contracts::fail(contracts::ErrorKind::usage,
                           "--" + name + " is for OpenAPI contracts, and " + file + " is a pact", {},
                           "a pact says itself what is asked and answered");
  }
  return {};
}

}  // namespace squall::harness
