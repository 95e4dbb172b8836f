// The launcher's side: one thread, one loop.

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <map>
#include <string>

#include "harness/session/launcher.h"
#include "harness/session/wire.h"

namespace squall::harness {
namespace {

struct Group {
  std::uint64_t id = 0;
  bool leader_gone = false;
};

// What the child of a fork does on its way to exec; a failure travels back through `report`.
struct ExecFailure {
  int error;
  char step;  // 'd' for the directory, 'x' for the program
};

class LauncherProcess {
 public:
  explicit LauncherProcess(int socket) : socket_(socket) {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, &inherited_mask_);
    children_ = ::signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
  }

  void run() {
    while (true) {
      pollfd entries[2] = {{socket_, POLLIN, 0}, {children_, POLLIN, 0}};
      // Groups whose leader is gone are looked at again: their last members may not be children of ours.
      if (::poll(entries, 2, any_leaderless() ? 20 : -1) < 0 && errno != EINTR) break;
      if (entries[1].revents != 0) forget_signals();
      reap();
      if (entries[0].revents != 0 && !obey()) break;
    }
    kill_everything();
  }

 private:
  bool any_leaderless() const {
    for (const auto& [pgid, group] : groups_) {
      if (group.leader_gone) return true;
    }
    return false;
  }

  void forget_signals() const {
    signalfd_siginfo info;
    while (::read(children_, &info, sizeof info) == sizeof info) {
    }
  }

  bool obey() {
    int descriptor = -1;
    const auto frame = read_frame(socket_, descriptor);
    if (!frame) return false;
    if (frame->type == FrameType::launch) launch(*frame, descriptor);
    if (frame->type == FrameType::signal) {
      for (const auto& [pgid, group] : groups_) {
        if (group.id == frame->id) ::kill(-pgid, static_cast<int>(frame->number));
      }
    }
    if (descriptor >= 0) ::close(descriptor);
    return true;
  }

  void launch(const Frame& frame, int output) {
    int report[2];
    if (::pipe2(report, O_CLOEXEC) != 0) return say_failed(frame.id, {errno, 'x'});
    const pid_t pid = ::fork();
    if (pid < 0) {
      const int error = errno;
      ::close(report[0]);
      ::close(report[1]);
      return say_failed(frame.id, {error, 'x'});
    }
    if (pid == 0) become_service(frame, output, report[1]);
    ::setpgid(pid, pid);
    ::close(report[1]);
    ExecFailure failure{};
    const bool failed = ::read(report[0], &failure, sizeof failure) == sizeof failure;
    ::close(report[0]);
    if (failed) {
      ::waitpid(pid, nullptr, 0);
      return say_failed(frame.id, failure);
    }
    groups_[pid] = Group{frame.id, false};
    Frame launched;
    launched.type = FrameType::launched;
    launched.id = frame.id;
    launched.number = pid;
    write_frame(socket_, launched);
  }

  [[noreturn]] void become_service(const Frame& frame, int output, int report) const {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    if (output >= 0) {
      ::dup2(output, STDOUT_FILENO);
      ::dup2(output, STDERR_FILENO);
    }
    const auto give_up = [report](char step) {
      const ExecFailure failure{errno, step};
      [[maybe_unused]] const ssize_t written = ::write(report, &failure, sizeof failure);
      ::_exit(127);
    };
    if (!frame.text.empty() && ::chdir(frame.text.c_str()) != 0) give_up('d');
    auto argv = pointers(frame.list);
    auto env = pointers(frame.more_list);
    ::environ = env.data();
    ::execvp(argv[0], argv.data());
    give_up('x');
    ::_exit(127);
  }

  static std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> list;
    list.reserve(texts.size() + 1);
    for (const auto& text : texts) list.push_back(const_cast<char*>(text.c_str()));
    list.push_back(nullptr);
    return list;
  }

  void say_failed(std::uint64_t id, ExecFailure failure) const {
    Frame frame;
    frame.type = FrameType::failed;
    frame.id = id;
    frame.number = failure.error;
    frame.text = failure.step == 'd' ? "directory" : "program";
    write_frame(socket_, frame);
  }

  // Says who exited, then which groups have nobody left.
  void reap() {
    int status = 0;
    for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0; pid = ::waitpid(-1, &status, WNOHANG)) {
      const auto group = groups_.find(pid);
      if (group == groups_.end()) continue;
      group->second.leader_gone = true;
      Frame frame;
      frame.type = FrameType::exited;
      frame.id = group->second.id;
      frame.number = status;
      write_frame(socket_, frame);
    }
    for (auto group = groups_.begin(); group != groups_.end();) {
      // Once empty, the number may be another's: it is forgotten, never signalled again.
      const bool empty = group->second.leader_gone && ::kill(-group->first, 0) != 0 && errno == ESRCH;
      if (!empty) {
        ++group;
        continue;
      }
      Frame frame;
      frame.type = FrameType::gone;
      frame.id = group->second.id;
      write_frame(socket_, frame);
      group = groups_.erase(group);
    }
  }

  // Everything below us is a child of ours sooner or later: an orphan's new parent is its subreaper.
  void kill_everything() {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
      for (const auto& [pgid, group] : groups_) ::kill(-pgid, SIGKILL);
      for (const pid_t child : children_of_ours()) ::kill(child, SIGKILL);
      int status = 0;
      pid_t pid = 0;
      while ((pid = ::waitpid(-1, &status, WNOHANG)) > 0) groups_.erase(pid);
      if (pid < 0 && errno == ECHILD) return;
      ::poll(nullptr, 0, 2);
    }
  }

  static std::vector<pid_t> children_of_ours() {
    std::vector<pid_t> found;
    DIR* proc = ::opendir("/proc");
    if (proc == nullptr) return found;
    const std::string us = std::to_string(::getpid());
    while (const dirent* entry = ::readdir(proc)) {
      const pid_t pid = static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10));
      if (pid <= 0) continue;
      std::ifstream file(std::string("/proc/") + entry->d_name + "/stat");
      std::string line;
      std::getline(file, line);
      // "PID (name) S PPID ...", where the name may hold anything
      const auto end = line.rfind(')');
      if (end != std::string::npos && line.compare(end + 4, us.size() + 1, us + " ") == 0) found.push_back(pid);
    }
    ::closedir(proc);
    return found;
  }

  int socket_;
  int children_ = -1;
  sigset_t inherited_mask_{};
  std::map<pid_t, Group> groups_;  // by process group, which is its first process's number
};

}  // namespace

void run_launcher(int socket) {
  LauncherProcess(socket).run();
  ::_exit(0);
}

}  // namespace squall::harness
