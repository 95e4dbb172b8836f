#pragma once
// OutputLog: what one service wrote to its standard output and error: the beginning in a file, the end in memory, both
// bounded. Thread-safe.

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

namespace squall::harness {

class OutputLog {
 public:
  // `path` "" keeps nothing on disk. A file that cannot be written is no error: the memory still holds the end.
  OutputLog(std::string path, std::size_t max_file_bytes, std::size_t tail_bytes);
  ~OutputLog();
  OutputLog(const OutputLog&) = delete;
  OutputLog& operator=(const OutputLog&) = delete;

  void append(std::string_view bytes);
  // The last lines, at most `lines`, each cut at 500 bytes; a line without its end counts.
  std::string tail(std::size_t lines) const;
  const std::string& path() const { return path_; }

 private:
  void write_to_file(std::string_view bytes);

  std::string path_;
  std::size_t max_file_bytes_;
  std::size_t tail_bytes_;
  int file_ = -1;
  mutable std::mutex mutex_;
  std::size_t in_file_ = 0;
  std::string tail_;  // at least the last tail_bytes_, at most twice that
};

}  // namespace squall::harness
