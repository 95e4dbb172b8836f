#include "harness/cli/contract_files.h"

#include <algorithm>
#include <utility>

#include "contracts/core/document.h"
#include "contracts/http/percent.h"
#include "contracts/openapi/contract.h"

namespace squall::harness {
namespace {

constexpr std::size_t kMostFiles = 1000;

void add_references(const contracts::Node& node, const std::filesystem::path& folder, std::vector<std::string>& files) {
  for (const auto& item : node.items()) add_references(item, folder, files);
  for (const auto& member : node.members()) {
    add_references(member.value, folder, files);
    if (member.key != "$ref" || !member.value.is_string()) continue;
    const std::string_view reference = member.value.text();
    const std::string_view relative = reference.substr(0, reference.find('#'));
    if (relative.empty() || relative.find("://") != std::string_view::npos) continue;
    const std::string file = (folder / contracts::http::percent_decode(relative)).lexically_normal().string();
    if (std::find(files.begin(), files.end(), file) == files.end()) files.push_back(file);
  }
}

}  // namespace

std::vector<std::string> contract_files(const std::string& contract) {
  if (contracts::openapi::is_on_network(contract)) return {};
  std::vector<std::string> files{contract};
  for (std::size_t at = 0; at < files.size() && files.size() < kMostFiles; ++at) {
    const std::string file = files[at];
    const auto document = contracts::Document::load(file);
    if (document) add_references(document->root(), std::filesystem::path(file).parent_path(), files);
  }
  return files;
}

FileState state_of(const std::string& path) {
  std::error_code ignored;
  return {std::filesystem::last_write_time(path, ignored), std::filesystem::file_size(path, ignored)};
}

void FileWatch::watch(const std::vector<std::string>& files) {
  std::map<std::string, Watched> watched;
  for (const auto& file : files) {
    const auto known = files_.find(file);
    const FileState now = known == files_.end() ? state_of(file) : FileState{};
    watched.emplace(file, known == files_.end() ? Watched{now, now} : known->second);
  }
  files_ = std::move(watched);
}

bool FileWatch::changed() {
  bool settled = true, differs = false;
  for (auto& [file, states] : files_) {
    const FileState now = state_of(file);
    settled = settled && now == states.seen;
    states.seen = now;
    differs = differs || now != states.told;
  }
  if (!settled || !differs) return false;
  for (auto& [file, states] : files_) states.told = states.seen;
  return true;
}

}  // namespace squall::harness
