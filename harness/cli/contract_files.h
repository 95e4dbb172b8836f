#pragma once
// The files that a contract is made of, and whether they were changed.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace squall::harness {

// The file itself and, once each, the local files that its references lead to. What cannot be read ends the search
// there; a contract on the network has none.
std::vector<std::string> contract_files(const std::string& contract);

struct FileState {
  std::filesystem::file_time_type time;
  std::uintmax_t size = 0;  // all ones when it is not there
  bool operator==(const FileState&) const = default;
};
FileState state_of(const std::string& path);

// Tells a change once, when the files have stayed as they are between two looks: editors write in several steps.
class FileWatch {
 public:
  void watch(std::vector<std::string> files);  // as they are now
  bool changed();

 private:
  std::vector<FileState> look() const;
  std::vector<std::string> files_;
  std::vector<FileState> told_, seen_;
};

}  // namespace squall::harness
