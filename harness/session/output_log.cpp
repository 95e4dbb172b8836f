#include "harness/session/output_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace squall::harness {
namespace {

constexpr std::size_t kLongestLine = 500;

}  // namespace

OutputLog::OutputLog(std::string path, std::size_t max_file_bytes, std::size_t tail_bytes)
    : path_(std::move(path)), max_file_bytes_(max_file_bytes), tail_bytes_(tail_bytes) {
  if (!path_.empty()) file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

OutputLog::~OutputLog() {
  if (file_ >= 0) ::close(file_);
}

void OutputLog::append(std::string_view bytes) {
  const std::lock_guard lock(mutex_);
  if (file_ >= 0 && in_file_ < max_file_bytes_) {
    const auto fits = bytes.substr(0, max_file_bytes_ - in_file_);
    write_to_file(fits);
    in_file_ += fits.size();
    if (in_file_ == max_file_bytes_) write_to_file("\n[output beyond this size is not kept]\n");
  }
  tail_ += bytes;
  if (tail_.size() > 2 * tail_bytes_) tail_.erase(0, tail_.size() - tail_bytes_);
}

void OutputLog::write_to_file(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file_, bytes.data(), bytes.size());
    if (written <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::string OutputLog::tail(std::size_t lines) const {
  const std::lock_guard lock(mutex_);
  std::string_view rest = tail_;
  if (!rest.empty() && rest.back() == '\n') rest.remove_suffix(1);
  std::vector<std::string> last;
  while (!rest.empty() && last.size() < lines) {
    const auto start = rest.rfind('\n');
    const auto line = start == std::string_view::npos ? rest : rest.substr(start + 1);
    last.push_back(line.size() <= kLongestLine ? std::string(line) : std::string(line.substr(0, kLongestLine)) + "...");
    if (start == std::string_view::npos) break;
    rest = rest.substr(0, start);
  }
  std::string text;
  for (auto line = last.rbegin(); line != last.rend(); ++line) text += *line + "\n";
  return text;
}

}  // namespace squall::harness
