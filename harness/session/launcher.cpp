#include "harness/session/launcher.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

namespace squall::harness {
namespace {

// A group of its own, so that Ctrl-C in the terminal reaches Squall alone; no hold on Squall's standard streams, so
// that whoever reads Squall's output sees its end.
void become_launcher() {
  ::setpgid(0, 0);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  ::prctl(PR_SET_NAME, "squall-launcher");
  for (const int ignored : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP}) std::signal(ignored, SIG_IGN);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null, stream);
}

void close_all_but(int kept) {
  if (kept > 3) ::close_range(3, static_cast<unsigned>(kept - 1), 0);
  ::close_range(static_cast<unsigned>(kept + 1), ~0U, 0);
}

}  // namespace

contracts::Result<std::unique_ptr<Launcher>> Launcher::start() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
    return contracts::fail(contracts::ErrorKind::io, std::string("cannot make a socket pair: ") + std::strerror(errno));
  }
  const pid_t pid = ::fork();
  if (pid < 0) {
    const std::string why = std::strerror(errno);
    ::close(pair[0]);
    ::close(pair[1]);
    return contracts::fail(contracts::ErrorKind::io, "cannot fork: " + why);
  }
  if (pid == 0) {
    become_launcher();
    close_all_but(pair[1]);
    run_launcher(pair[1]);
  }
  ::close(pair[1]);
  return std::unique_ptr<Launcher>(new Launcher(pair[0], pid));
}

Launcher::~Launcher() {
  ::close(socket_);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace squall::harness
