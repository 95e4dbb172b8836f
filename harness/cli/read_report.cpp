#include "harness/cli/read_report.h"

#include <fstream>
#include <iterator>

#include "reports/model/run_report_json.h"

namespace squall::harness {

contracts::Result<reports::RunReport> read_run_report(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return contracts::fail(contracts::ErrorKind::usage, "the run report cannot be read", {path, 0, 0, ""},
                           "`squall run --report json=FILE` writes one");
  }
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return reports::parse_run_report(text, path);
}

}  // namespace squall::harness
