#include "harness/run/report_files.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>

#include "contracts/core/suggest.h"
#include "reports/formats/format.h"

namespace squall::harness {

namespace {

contracts::Error cannot_write(const std::string& path, int reason) {
  return {contracts::ErrorKind::io,
          "the report could not be written: " + std::string(std::strerror(reason)),
          {path, 0, 0, ""},
          ""};
}

contracts::Status write_file(const std::string& path, const std::string& content) {
  std::error_code ignored;
  const auto folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  if (!out) return contracts::fail(cannot_write(path, errno));
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.flush();
  if (!out) return contracts::fail(cannot_write(path, errno));
  return {};
}

}  // namespace

contracts::Result<ReportFile> parse_report_file(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (reports::find_format(name) == nullptr) {
    std::vector<std::string> names;
    std::string list;
    for (const auto& format : reports::formats()) {
      names.emplace_back(format.name);
      list += (list.empty() ? "" : ", ") + names.back();
    }
    const std::string near = contracts::nearest(name, names);
    return contracts::fail(contracts::ErrorKind::usage, "there is no report format '" + name + "'", {},
                           near.empty() ? "there are " + list : "did you mean '" + near + "'?");
  }
  if (equals == std::string::npos || equals + 1 == text.size()) {
    return contracts::fail(contracts::ErrorKind::usage, "--report '" + text + "' names no file", {},
                           "write --report " + name + "=FILE");
  }
  return ReportFile{name, text.substr(equals + 1)};
}

std::vector<ReportFile> report_files_in(const std::string& directory) {
  std::vector<ReportFile> files;
  std::set<std::string_view> extensions;
  for (const auto& format : reports::formats()) {
    // The first of an extension is plain "report.txt".
    const bool first = extensions.insert(format.extension).second;
    const std::string middle = first ? "" : "." + std::string(format.name);
    files.push_back({std::string(format.name), directory + "/report" + middle + "." + std::string(format.extension)});
  }
  return files;
}

std::vector<contracts::Error> write_reports(const reports::RunReport& report, const std::vector<ReportFile>& files) {
  std::vector<contracts::Error> errors;
  for (const ReportFile& file : files) {
    const reports::Format* format = reports::find_format(file.format);
    if (format == nullptr) continue;
    if (auto status = write_file(file.path, format->render(report)); !status) errors.push_back(status.error());
  }
  return errors;
}

}  // namespace squall::harness
