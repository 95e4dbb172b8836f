#pragma once
// What every sample service takes from its command line: --port N, --db FILE, --flaw NAME[,NAME] (or SHOP_FLAW),
// --mutant NAME (or SHOP_MUTANT; names in the environment that a service does not know are for another one).

#include <string>
#include <vector>

namespace shop {

struct Options {
  int port = 0;
  std::string db;                  // "" is a private temporary file
  std::vector<std::string> flaws;  // none: it is sound
  std::string mutant;              // "" is none

  bool has_flaw(const std::string& name) const;
};

struct OptionNames {
  std::string service;
  std::vector<std::string> flaws;
  std::vector<std::string> mutants;
};

// Ends the process with code 2 and a message when the command line is wrong; `--help` and `--list` end it with 0.
Options read_options(int argc, char** argv, const OptionNames& names);
std::string environment(const char* name, const char* fallback);

}  // namespace shop
