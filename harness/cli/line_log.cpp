#include "harness/cli/line_log.h"

#include <ostream>
#include <utility>

namespace squall::harness {

LineLog::LineLog(std::ostream& out, std::function<std::string(std::uint64_t lines)> lost, std::size_t most_bytes)
    : out_(out), lost_line_(std::move(lost)), most_bytes_(most_bytes), writer_([this] { run(); }) {}

LineLog::~LineLog() {
  {
    const std::scoped_lock lock(mutex_);
    over_ = true;
  }
  news_.notify_one();
  writer_.join();
}

void LineLog::write(std::string_view line) {
  {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() + line.size() + 1 > most_bytes_) {
      ++lost_;
      return;
    }
    waiting_.append(line).push_back('\n');
  }
  news_.notify_one();
}

void LineLog::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    news_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    std::string lines = std::exchange(waiting_, {});
    if (const std::uint64_t lost = std::exchange(lost_, 0); lost > 0) lines.append(lost_line_(lost)).push_back('\n');
    lock.unlock();
    out_ << lines << std::flush;
    lock.lock();
  }
}

}  // namespace squall::harness
