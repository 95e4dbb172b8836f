#pragma once
// Watcher: the thread that reads every service's output and the launcher's messages. Internal to this room.

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "harness/session/process_group.h"
#include "harness/session/wire.h"

namespace squall::harness {

class Watcher {
 public:
  Watcher(int launcher_socket, chaos::Timeline& timeline);
  ~Watcher();

  // "" or why it could not be launched.
  std::string launch(const std::shared_ptr<ProcessGroup>& group);
  // False when no process of the group is left.
  bool signal(ProcessGroup& group, int number);
  void expect_exit(ProcessGroup& group);
  void ask_to_stop(ProcessGroup& group);
  bool wait_until_gone(const ProcessGroup& group, Duration limit) const;
  void wait_for_exit(const ProcessGroup& group, Duration limit, const std::stop_token& stop) const;
  // After an exit: until the last of its output has been read, for a moment at most.
  void wait_for_output(const ProcessGroup& group) const;

  std::shared_ptr<ProcessGroup> find(const std::string& service) const;
  std::vector<std::shared_ptr<ProcessGroup>> all() const;
  std::string exit_of(const ProcessGroup& group) const;
  bool gone(const ProcessGroup& group) const;
  std::vector<ServiceExit> unexpected_exits() const;
  void note(const std::string& service, const std::string& what);

 private:
  void run();
  void heard(const Frame& frame);
  void launcher_lost();
  void read_output(ProcessGroup& group);
  bool tell(const Frame& frame, int descriptor = -1);

  const int launcher_;
  chaos::Timeline& timeline_;
  int wake_[2] = {-1, -1};
  std::mutex writing_;
  mutable std::mutex mutex_;
  mutable std::condition_variable_any changed_;
  bool quitting_ = false;
  bool launcher_gone_ = false;
  std::uint64_t last_id_ = 0;
  std::map<std::string, std::shared_ptr<ProcessGroup>> by_name_;  // the latest of each name
  std::map<std::uint64_t, std::shared_ptr<ProcessGroup>> by_id_;
  std::vector<ServiceExit> unexpected_;
  std::thread thread_;
};

}  // namespace squall::harness
