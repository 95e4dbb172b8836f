#include "harness/session/watcher.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <set>

namespace squall::harness {
namespace {

// Squall's own environment with the service's on top, as "NAME=value".
std::vector<std::string> environment_of(const ServiceProcess& service) {
  std::vector<std::string> list;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    if (!service.env.contains(text.substr(0, text.find('=')))) list.push_back(text);
  }
  for (const auto& [name, value] : service.env) list.push_back(name + "=" + value);
  return list;
}

std::string words_for(int wait_status) {
  if (WIFSIGNALED(wait_status)) return "killed by signal " + std::to_string(WTERMSIG(wait_status));
  return "exited " + std::to_string(WEXITSTATUS(wait_status));
}

}  // namespace

Watcher::Watcher(int launcher_socket, chaos::Timeline& timeline) : launcher_(launcher_socket), timeline_(timeline) {
  if (::pipe2(wake_, O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  // A launcher may still speak of groups that an earlier watcher knew.
  last_id_ = static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
  thread_ = std::thread([this] { run(); });
}

Watcher::~Watcher() {
  {
    const std::lock_guard lock(mutex_);
    quitting_ = true;
  }
  ::close(wake_[1]);
  thread_.join();
  ::close(wake_[0]);
  for (const auto& [id, group] : by_id_) {
    if (group->output >= 0) ::close(group->output);
  }
}

bool Watcher::tell(const Frame& frame, int descriptor) {
  const std::lock_guard lock(writing_);
  return write_frame(launcher_, frame, descriptor);
}

std::string Watcher::launch(const std::shared_ptr<ProcessGroup>& group) {
  if (group->service.command.empty()) return "its command is empty";
  int output[2];
  if (::pipe2(output, O_CLOEXEC) != 0) return std::string("no pipe for its output: ") + std::strerror(errno);
  ::fcntl(output[0], F_SETFL, O_NONBLOCK);
  Frame frame;
  frame.type = FrameType::launch;
  frame.text = group->service.directory;
  frame.list = group->service.command;
  frame.more_list = environment_of(group->service);
  {
    const std::lock_guard lock(mutex_);
    frame.id = group->id = ++last_id_;
    group->output = output[0];
    by_id_[group->id] = group;
  }
  const bool told = tell(frame, output[1]);
  ::close(output[1]);
  [[maybe_unused]] const ssize_t woken = ::write(wake_[1], "x", 1);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !told || launcher_gone_ || group->pid != 0 || !group->failure.empty(); });
  if (group->pid == 0 && group->failure.empty()) group->failure = "the launcher process is gone";
  if (!group->failure.empty()) {
    group->gone = true;
    return group->failure;
  }
  by_name_[group->service.name] = group;
  return {};
}

bool Watcher::signal(ProcessGroup& group, int number) {
  if (gone(group)) return false;
  Frame frame;
  frame.type = FrameType::signal;
  frame.id = group.id;
  frame.number = number;
  return tell(frame);
}

void Watcher::expect_exit(ProcessGroup& group) {
  const std::lock_guard lock(mutex_);
  group.stopping = true;
}

void Watcher::ask_to_stop(ProcessGroup& group) {
  {
    const std::lock_guard lock(mutex_);
    if (group.gone) return;
    group.stopping = true;
  }
  signal(group, SIGTERM);
  signal(group, SIGCONT);  // a group that is halted does not see the other until it goes on
}

bool Watcher::wait_until_gone(const ProcessGroup& group, Duration limit) const {
  std::unique_lock lock(mutex_);
  return changed_.wait_for(lock, limit, [&] { return group.gone; });
}

void Watcher::wait_for_exit(const ProcessGroup& group, Duration limit, const std::stop_token& stop) const {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, stop, limit, [&] { return !group.exit.empty(); });
}

void Watcher::wait_for_output(const ProcessGroup& group) const {
  std::unique_lock lock(mutex_);
  if (group.exit.empty()) return;
  changed_.wait_for(lock, std::chrono::milliseconds(300), [&] { return group.output < 0; });
}

std::shared_ptr<ProcessGroup> Watcher::find(const std::string& service) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_name_.find(service);
  return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::shared_ptr<ProcessGroup>> Watcher::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<ProcessGroup>> groups;
  for (const auto& [id, group] : by_id_) groups.push_back(group);
  return groups;
}

std::string Watcher::exit_of(const ProcessGroup& group) const {
  const std::lock_guard lock(mutex_);
  return group.exit;
}

bool Watcher::gone(const ProcessGroup& group) const {
  const std::lock_guard lock(mutex_);
  return group.gone;
}

std::vector<ServiceExit> Watcher::unexpected_exits() const {
  const std::lock_guard lock(mutex_);
  return unexpected_;
}

void Watcher::note(const std::string& service, const std::string& what) {
  timeline_.record(chaos::ProcessEvent{service, what, timeline_.now()});
}

void Watcher::run() {
  while (true) {
    std::vector<pollfd> entries{{wake_[0], POLLIN, 0}};
    std::vector<std::shared_ptr<ProcessGroup>> groups;
    {
      const std::lock_guard lock(mutex_);
      if (quitting_) return;
      entries.push_back({launcher_gone_ ? -1 : launcher_, POLLIN, 0});
      for (const auto& [id, group] : by_id_) {
        if (group->output < 0) continue;
        entries.push_back({group->output, POLLIN, 0});
        groups.push_back(group);
      }
    }
    if (::poll(entries.data(), entries.size(), -1) < 0 && errno != EINTR) return;
    char bytes[64];
    while (entries[0].revents != 0 && ::read(wake_[0], bytes, sizeof bytes) > 0) {
    }
    // Output first: when an exit is told, what was written before it has been read.
    for (std::size_t i = 0; i < groups.size(); ++i) {
      if (entries[i + 2].revents != 0) read_output(*groups[i]);
    }
    if (entries[1].revents != 0) {
      int descriptor = -1;
      const auto frame = read_frame(launcher_, descriptor);
      if (descriptor >= 0) ::close(descriptor);
      frame ? heard(*frame) : launcher_lost();
    }
  }
}

// At most a few buffers at a time, so that a service that floods does not starve the others.
void Watcher::read_output(ProcessGroup& group) {
  char bytes[65536];
  for (int i = 0; i < 4; ++i) {
    const ssize_t got = ::read(group.output, bytes, sizeof bytes);
    if (got > 0) {
      group.log.append(std::string_view(bytes, static_cast<std::size_t>(got)));
      continue;
    }
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    const std::lock_guard lock(mutex_);
    ::close(group.output);
    group.output = -1;
    changed_.notify_all();
    return;
  }
}

void Watcher::heard(const Frame& frame) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(frame.id);
  if (found == by_id_.end()) return;
  ProcessGroup& group = *found->second;
  const auto now = timeline_.now();
  switch (frame.type) {
    case FrameType::launched:
      group.pid = static_cast<pid_t>(frame.number);
      timeline_.record(chaos::ProcessEvent{group.service.name, "started", now});
      break;
    case FrameType::failed: {
      const auto& what = frame.text == "directory" ? group.service.directory : group.service.command.front();
      group.failure = frame.text + " '" + what + "': " + std::strerror(static_cast<int>(frame.number));
      break;
    }
    case FrameType::exited: {
      group.exit = words_for(static_cast<int>(frame.number));
      const std::string what = group.stopping ? "stopped" : group.exit;
      timeline_.record(chaos::ProcessEvent{group.service.name, what, now});
      if (!group.stopping) unexpected_.push_back({group.service.name, group.exit, now});
      break;
    }
    case FrameType::gone:
      group.gone = true;
      break;
    default:
      break;
  }
  changed_.notify_all();
}

void Watcher::launcher_lost() {
  const std::lock_guard lock(mutex_);
  launcher_gone_ = true;
  for (const auto& [id, group] : by_id_) {
    if (group->gone) continue;
    if (group->pid > 0) ::kill(-group->pid, SIGKILL);  // nobody else is left to do it
    group->gone = true;
    if (group->exit.empty()) group->exit = "was killed with the launcher process";
    if (!group->stopping) unexpected_.push_back({group->service.name, group->exit, timeline_.now()});
  }
  changed_.notify_all();
}

}  // namespace squall::harness
