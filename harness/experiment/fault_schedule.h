#pragma once
// Faults put on and taken off edges as the schedule says. Whatever happens, none outlives the schedule.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "chaos/proxy/engine.h"
#include "harness/system/system_file.h"

namespace squall::harness {

class FaultSchedule {
 public:
  struct Entry {
    std::string edge;
    chaos::FaultSpec fault;
    Duration from{0};
    Duration to{0};
  };
  // What became of one entry.
  struct Course {
    std::string id;  // "" until it was put on
    std::optional<chaos::Instant> on, off;
    std::string error;  // why it could not be put on
  };

  // The clock starts now. `on_error` is told, on the schedule's thread, when a fault cannot be put on.
  FaultSchedule(chaos::Engine& engine, chaos::Timeline& timeline, std::vector<Entry> entries,
                std::function<void()> on_error = {});
  ~FaultSchedule();  // end()
  FaultSchedule(const FaultSchedule&) = delete;
  FaultSchedule& operator=(const FaultSchedule&) = delete;

  void halt() { thread_.request_stop(); }  // from any thread; does not wait
  void end();                              // takes off what is still on and returns when it is off; idempotent
  bool any_on() const;
  std::vector<Course> courses() const;  // in the order of the entries

 private:
  void run(const std::stop_token& stop);
  void put_on(std::size_t index);
  void take_off(std::size_t index);

  chaos::Engine& engine_;
  chaos::Timeline& timeline_;
  const std::vector<Entry> entries_;
  const std::function<void()> on_error_;
  mutable std::mutex mutex_;
  std::condition_variable_any woken_;
  std::vector<Course> courses_;
  std::jthread thread_;
};

}  // namespace squall::harness
