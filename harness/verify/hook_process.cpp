#include "harness/verify/hook_process.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "chaos/net/descriptor_limit.h"

namespace squall::harness {

namespace {

using contracts::ErrorKind;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kept_errors = 2000;
constexpr milliseconds grace{500};

// Three ways to a child: ours and its end of each. The input is a socket, so that writing to a child that is gone is
// an error and no signal.
struct Ends {
  std::array<int, 2> input{-1, -1}, output{-1, -1}, errors{-1, -1};

  bool open() {
    return ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, input.data()) == 0 &&
           ::pipe2(output.data(), O_CLOEXEC) == 0 && ::pipe2(errors.data(), O_CLOEXEC) == 0;
  }
  void close_all() {
    for (const auto* pair : {&input, &output, &errors}) {
      for (const int end : *pair) {
        if (end >= 0) ::close(end);
      }
    }
  }
};

// Between fork and exec: nothing but system calls.
[[noreturn]] void become(const Ends& ends, const char* command, const char* directory, pid_t parent) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);
  ::dup2(ends.input[1], STDIN_FILENO);
  ::dup2(ends.output[1], STDOUT_FILENO);
  ::dup2(ends.errors[1], STDERR_FILENO);
  ::close_range(3, ~0U, 0);
  chaos::net::restore_descriptor_limit();
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  if (*directory != '\0' && ::chdir(directory) != 0) ::_exit(127);
  ::execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
  ::_exit(127);
}

void close_end(int& end) {
  if (end >= 0) ::close(end);
  end = -1;
}

}  // namespace

contracts::Result<std::unique_ptr<HookProcess>> HookProcess::start(const std::string& command,
                                                                   const std::string& directory) {
  Ends ends;
  const pid_t parent = ::getpid();
  const pid_t pid = ends.open() ? ::fork() : -1;
  if (pid < 0) {
    const std::string why = std::strerror(errno);
    ends.close_all();
    return contracts::fail(ErrorKind::io, "the hook '" + command + "' cannot be started: " + why);
  }
  if (pid == 0) become(ends, command.c_str(), directory.c_str(), parent);
  for (const int end : {ends.input[1], ends.output[1], ends.errors[1]}) ::close(end);
  for (const int end : {ends.input[0], ends.output[0], ends.errors[0]}) ::fcntl(end, F_SETFL, O_NONBLOCK);
  return std::unique_ptr<HookProcess>(new HookProcess(command, pid, ends.input[0], ends.output[0], ends.errors[0]));
}

HookProcess::~HookProcess() {
  close_end(input_);
  close_end(output_);
  wait_for_end(grace);
  ::kill(-pid_, SIGKILL);
  if (!ended_) {
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  close_end(errors_);
}

bool HookProcess::wait_for_end(milliseconds timeout) {
  const auto end = Clock::now() + timeout;
  while (!ended_) {
    const pid_t waited = ::waitpid(pid_, &status_, WNOHANG);
    ended_ = waited == pid_ || (waited < 0 && errno == ECHILD);
    if (ended_ || Clock::now() >= end) break;
    // Its standard error must not fill up meanwhile.
    pollfd entry{errors_, POLLIN, 0};
    ::poll(&entry, errors_ < 0 ? 0 : 1, 5);
    read_errors();
  }
  read_errors();
  return ended_;
}

std::string HookProcess::ending() {
  if (!wait_for_end(grace)) return "closed its output";
  if (WIFSIGNALED(status_)) return "was ended by signal " + std::to_string(WTERMSIG(status_));
  return "exited " + std::to_string(WEXITSTATUS(status_));
}

tl::unexpected<contracts::Error> HookProcess::failure(ErrorKind kind, const std::string& what) {
  read_errors();
  std::string text = "the hook '" + command_ + "' " + what;
  while (!last_errors_.empty() && last_errors_.back() == '\n') last_errors_.pop_back();
  if (!last_errors_.empty()) text += "; it wrote: " + last_errors_;
  return contracts::fail(kind, std::move(text));
}

bool HookProcess::write_some(std::string_view& rest) {
  const ssize_t sent = ::send(input_, rest.data(), rest.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) rest.remove_prefix(static_cast<std::size_t>(sent));
  return sent >= 0 || errno == EAGAIN || errno == EINTR;
}

// False at the end of its output.
bool HookProcess::read_some() {
  std::array<char, 65536> buffer;
  const ssize_t got = ::read(output_, buffer.data(), buffer.size());
  if (got > 0) received_.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR));
}

void HookProcess::read_errors() {
  std::array<char, 4096> buffer;
  while (errors_ >= 0) {
    const ssize_t got = ::read(errors_, buffer.data(), buffer.size());
    if (got == 0) close_end(errors_);
    if (got <= 0) return;
    last_errors_.append(buffer.data(), static_cast<std::size_t>(got));
    if (last_errors_.size() > kept_errors) last_errors_.erase(0, last_errors_.size() - kept_errors);
  }
}

contracts::Result<std::string> HookProcess::exchange(const std::string& line, milliseconds timeout,
                                                     const std::stop_token& stop) {
  const std::string message = line + "\n";
  std::string_view rest = message;
  const auto end = Clock::now() + timeout;
  for (;;) {
    if (const auto at = received_.find('\n'); at != std::string::npos) {
      std::string answer = received_.substr(0, at);
      received_.erase(0, at + 1);
      return answer;
    }
    if (received_.size() > longest_line) return failure(ErrorKind::malformed, "wrote a line that does not end");
    if (stop.stop_requested()) return failure(ErrorKind::unavailable, "was not waited for: interrupted");
    const auto left = std::chrono::duration_cast<milliseconds>(end - Clock::now());
    if (left.count() <= 0)
      return failure(ErrorKind::timeout, "did not answer within " + std::to_string(timeout.count()) + "ms");
    pollfd entries[3] = {{output_, POLLIN, 0}, {errors_, POLLIN, 0}, {rest.empty() ? -1 : input_, POLLOUT, 0}};
    ::poll(entries, 3, static_cast<int>(std::min(left, milliseconds(50)).count()) + 1);
    read_errors();
    if (entries[2].revents != 0 && !write_some(rest)) return failure(ErrorKind::unavailable, ending());
    if (entries[0].revents != 0 && !read_some()) return failure(ErrorKind::unavailable, ending());
  }
}

}  // namespace squall::harness
