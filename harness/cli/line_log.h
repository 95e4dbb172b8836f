#pragma once
// LineLog: lines for whoever reads a stream, from threads that must not wait for it.

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <mutex>
#include <string>
#include <thread>

namespace squall::harness {

class LineLog {
 public:
  // A reader that is further behind than `most_bytes` loses lines; once there is room again, `lost` says how many.
  // `out` outlives this, and belongs to it until then.
  LineLog(std::ostream& out, std::function<std::string(std::uint64_t lines)> lost, std::size_t most_bytes = 16u << 20);
  ~LineLog();                         // what was taken is written first
  void write(std::string_view line);  // without a line end; thread-safe, never waits for the reader

 private:
  void run();

  std::ostream& out_;
  const std::function<std::string(std::uint64_t)> lost_line_;
  const std::size_t most_bytes_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable news_;
  std::string waiting_;
  std::uint64_t lost_ = 0;
  bool over_ = false;
  std::thread writer_;
};

}  // namespace squall::harness
