#pragma once
// BoundedLog: the last entries of a log, as many and as large as its limits allow; the very last is always there.

#include <cstddef>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

namespace squall::harness {

// Not thread-safe. Entries that were given out stay whole when they have to make room.
template <class Entry>
class BoundedLog {
 public:
  using Entries = std::vector<std::shared_ptr<const Entry>>;

  BoundedLog(std::size_t most_entries, std::size_t most_bytes) : most_entries_(most_entries), most_bytes_(most_bytes) {}

  // `bytes`: what the entry takes. How many had to make room for it.
  std::size_t add(std::shared_ptr<const Entry> entry, std::size_t bytes) {
    kept_.push_back({std::move(entry), bytes});
    bytes_ += bytes;
    std::size_t forgotten = 0;
    for (; kept_.size() > most_entries_ || (bytes_ > most_bytes_ && kept_.size() > 1); ++forgotten) {
      bytes_ -= kept_.front().bytes;
      kept_.pop_front();
    }
    return forgotten;
  }

  // Those that are kept, oldest first.
  Entries entries() const {
    Entries entries;
    entries.reserve(kept_.size());
    for (const Kept& kept : kept_) entries.push_back(kept.entry);
    return entries;
  }

  void clear() {
    kept_.clear();
    bytes_ = 0;
  }

 private:
  struct Kept {
    std::shared_ptr<const Entry> entry;
    std::size_t bytes = 0;
  };

  const std::size_t most_entries_, most_bytes_;
  std::deque<Kept> kept_;
  std::size_t bytes_ = 0;
};

}  // namespace squall::harness
