#pragma once
// The text of a first system file, from contracts found in folders.

#include <string>
#include <vector>

#include "contracts/core/error.h"

namespace squall::harness {

struct FoundContract {
  std::string path;     // as it stands in the system file: relative to it
  std::string service;  // a name made from the file's name, unique
  std::string title;
  std::string example;  // a request that needs no body: "GET /orders"; "" when there is none
};

// OpenAPI documents in these files and folders (not deeper than four levels; hidden folders and node_modules are left
// out), sorted by path. Paths come out relative to `base`. Documents that look like contracts and do not load are
// errors.
struct Found {
  std::vector<FoundContract> contracts;
  std::vector<contracts::Error> errors;
};
Found find_contracts(const std::vector<std::string>& places, const std::string& base);

// Every service a stub, with the lines to start it in comments: a file that runs, and that is changed piece by piece.
std::string first_system_file(const std::string& name, const std::vector<FoundContract>& contracts);

}  // namespace squall::harness
