#pragma once
// RecordLog: a bounded sequence of records, oldest dropped first, that finds those begun in an interval without
// looking at what came long before it. Not thread-safe.

#include <algorithm>
#include <cstdint>
#include <deque>

#include "chaos/timeline/records.h"

namespace squall::chaos {

// `Begun` is a callable: the instant at which a record began.
template <class Record, class Begun>
class RecordLog {
 public:
  void keep_at_most(std::size_t records) {
    limit_ = records;
    drop_excess();
  }
  std::uint64_t dropped() const { return dropped_; }

  void append(Record record) {
    entries_.push_back({std::move(record), {}});
    restore_order_from(entries_.size() - 1);
    drop_excess();
  }

  // Keeps the log ordered by id: replaces the record of that id, or puts it in its place. A record that was dropped
  // already stays dropped.
  void put(const Record& record) {
    auto place = entries_.end();
    while (place != entries_.begin() && std::prev(place)->record.id > record.id) {
      if (entries_.end() - place > 64) {
        place = std::partition_point(entries_.begin(), entries_.end(),
                                     [&](const Entry& entry) { return entry.record.id <= record.id; });
        break;
      }
      --place;
    }
    if (place != entries_.begin() && std::prev(place)->record.id == record.id) {
      replace(std::prev(place), record);
      return;
    }
    if (dropped_ > 0 && record.id <= dropped_through_) return;
    const auto index = static_cast<std::size_t>(place - entries_.begin());
    entries_.insert(place, {record, {}});
    restore_order_from(index);
    drop_excess();
  }

  // Calls visit(record) for each record begun in [from, to).
  template <class Visit>
  void each(Instant from, Instant to, Visit visit) const {
    auto entry =
        std::partition_point(entries_.begin(), entries_.end(), [&](const Entry& e) { return e.latest_so_far < from; });
    for (; entry != entries_.end(); ++entry) {
      const Instant begun = Begun{}(entry->record);
      if (begun >= from && begun < to) visit(entry->record);
    }
  }

 private:
  struct Entry {
    Record record;
    Instant latest_so_far;  // the latest beginning up to here: never falls, so it can be searched
  };

  void replace(typename std::deque<Entry>::iterator place, const Record& record) {
    const bool moved = Begun{}(place->record) != Begun{}(record);
    place->record = record;
    if (moved) restore_order_from(static_cast<std::size_t>(place - entries_.begin()));
  }

  void restore_order_from(std::size_t index) {
    for (; index < entries_.size(); ++index) {
      const Instant begun = Begun{}(entries_[index].record);
      entries_[index].latest_so_far = index == 0 ? begun : std::max(begun, entries_[index - 1].latest_so_far);
    }
  }

  void drop_excess() {
    while (entries_.size() > limit_) {
      dropped_through_ = std::max(dropped_through_, entries_.front().record.id);
      entries_.pop_front();
      ++dropped_;
    }
  }

  std::deque<Entry> entries_;
  std::size_t limit_ = 1'000'000;
  std::uint64_t dropped_ = 0;
  std::uint64_t dropped_through_ = 0;
};

}  // namespace squall::chaos
