#pragma once
// The ignore file: findings that are accepted, each with its reason and, if wanted, the last day on which that holds.

#include <cstdint>
#include <string>
#include <vector>

#include "contracts/core/result.h"
#include "reports/model/run_report.h"

namespace squall::harness {

struct IgnoreEntry {
  std::string id;    // of a finding; "" for any
  std::string rule;  // these may hold * and ?; "" for any
  std::string operation;
  std::string check;
  std::string reason;
  std::string expires;  // "2026-12-31", the last day; "" for never
  contracts::Location location;
};

using IgnoreEntries = std::vector<IgnoreEntry>;

// Every mistake, located. `path` is also what locations call the file.
tl::expected<IgnoreEntries, std::vector<contracts::Error>> load_ignore_file(const std::string& path);
tl::expected<IgnoreEntries, std::vector<contracts::Error>> parse_ignore_file(std::string text, const std::string& path);
// Its JSON Schema (2020-12); ignore.schema.json in this folder is this text.
std::string ignore_schema();
// An ignore file that accepts what failed or warned in this report, the reasons to be filled in. YAML.
std::string ignore_file_for(const reports::RunReport& report);

// Goes through the checks of one run. Not thread-safe.
class IgnoreList {
 public:
  // `today` as "2026-12-31": entries whose last day is over forgive nothing.
  IgnoreList(IgnoreEntries entries, std::string today);

  // Marks the findings that an entry accepts; a check that failed for nothing else passes.
  void apply(reports::Check& check);
  // What to say in the end: entries that expired, and stale ones, which matched nothing though their checks were
  // carried out.
  std::vector<std::string> notes() const;

 private:
  struct Use {
    IgnoreEntry entry;
    std::uint64_t matched = 0;
    bool ran = false, unfinished = false;  // checks that it is for
  };
  bool expired(const Use& use) const;

  std::vector<Use> uses_;
  std::string today_;
};

}  // namespace squall::harness
