#pragma once
// The files that a contract is made of, and whether they were changed.

#include <cstdint>
#include <filesystem>
#include <map>
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
  // These from now on. Of those that it watched already, changes that were not told yet still are; others are as now.
  void watch(const std::vector<std::string>& files);
  bool changed();

 private:
  struct Watched {
    FileState told, seen;
    bool operator==(const Watched&) const = default;
  };
  std::map<std::string, Watched> files_;
};

}  // namespace squall::harness
