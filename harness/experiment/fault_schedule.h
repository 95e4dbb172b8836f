#pragma once
// Disruptions applied and reverted as the schedule says. Whatever happens, none outlives the schedule.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "chaos/timeline/timeline.h"
#include "harness/experiment/disruption.h"

namespace squall::harness {

class FaultSchedule {
 public:
  struct Entry {
    std::unique_ptr<Disruption> disruption;
    Duration from{0};
    Duration to{0};
  };
  // What became of one entry.
  struct Course {
    std::string id;  // of a fault on an edge; "" until it was put on
    std::optional<chaos::Instant> on, off;
    std::string error;         // why it could not be put on
    std::string revert_error;  // why it could not be taken off
    std::string evidence;      // Disruption::evidence()
  };

  // The clock starts now. `on_error` is told, on the schedule's thread, when a disruption cannot be applied. They are
  // applied and reverted one after another: one that takes long (a restart, a hook) holds up those after it.
  FaultSchedule(chaos::Timeline& timeline, std::vector<Entry> entries, std::function<void()> on_error = {});
  ~FaultSchedule();  // end()
  FaultSchedule(const FaultSchedule&) = delete;
  FaultSchedule& operator=(const FaultSchedule&) = delete;

  // Returns when those that begin at once were tried, or after `at_most`: a process is not restarted in no time.
  void await_first(Duration at_most);
  void halt() { thread_.request_stop(); }  // from any thread; does not wait
  void end();                              // takes off what is still on and returns when it is off; idempotent
  bool any_on() const;
  std::vector<Course> courses() const;  // in the order of the entries

 private:
  void run(const std::stop_token& stop);
  void put_on(std::size_t index, const std::stop_token& stop);
  void take_off(std::size_t index);

  chaos::Timeline& timeline_;
  const std::vector<Entry> entries_;
  const std::function<void()> on_error_;
  mutable std::mutex mutex_;
  std::condition_variable_any woken_, first_tried_;
  std::vector<Course> courses_;
  std::size_t first_left_;              // of those that begin at once
  std::vector<bool> begun_, reverted_;  // of each entry; the schedule's thread's alone
  std::jthread thread_;
};

}  // namespace squall::harness
