#include "harness/session/session.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <thread>

#include "contracts/core/units.h"
#include "harness/session/ports.h"
#include "harness/session/process_group.h"
#include "harness/session/readiness.h"
#include "harness/session/watcher.h"

namespace squall::harness {
namespace {

using contracts::ErrorKind;

constexpr Duration kUntilKilledGroupIsGone = std::chrono::seconds(5);
constexpr std::size_t kLinesInMessages = 20;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

}  // namespace

struct Session::Impl {
  SessionOptions options;
  Watcher watcher;

  Impl(Launcher& launcher, chaos::Timeline& timeline, SessionOptions given)
      : options(std::move(given)), watcher(launcher.socket(), timeline) {}

  // With what the service said last, for messages about it.
  std::string with_output(ProcessGroup& group, std::string message) const {
    watcher.wait_for_output(group);
    const std::string tail = group.log.tail(kLinesInMessages);
    if (tail.empty()) message += "; it wrote nothing";
    if (!tail.empty()) message += "; its last output:\n" + tail;
    if (!group.log.path().empty()) message += (tail.empty() ? " (log: " : "(log: ") + group.log.path() + ")";
    return message;
  }

  std::string name_of(const ProcessGroup& group) const { return "service '" + group.service.name + "'"; }
};

Session::Session(Launcher& launcher, chaos::Timeline& timeline, SessionOptions options)
    : impl_(std::make_unique<Impl>(launcher, timeline, std::move(options))) {}

Session::~Session() {
  stop_all();
}

contracts::Status Session::launch(const ServiceProcess& service) {
  const std::string name = "service '" + service.name + "'";
  if (running(service.name)) {
    return contracts::fail(ErrorKind::usage, name + " is already running", service.location);
  }
  if (const HostPort place = host_port_of(service.url); place.port != 0) {
    if (auto free = check_port_free(place.host, place.port); !free) {
      contracts::Error error = std::move(free).error();
      error.message = name + " cannot start: " + error.message;
      error.location = service.location;
      return contracts::fail(std::move(error));
    }
  }
  std::string log;
  if (!impl_->options.log_directory.empty()) log = impl_->options.log_directory + "/" + service.name + ".log";
  auto group = std::make_shared<ProcessGroup>(service, log, impl_->options.max_log_bytes, impl_->options.tail_bytes);
  if (const std::string why = impl_->watcher.launch(group); !why.empty()) {
    return contracts::fail(ErrorKind::unavailable, name + " cannot start: " + why, service.location,
                           "its command is: " + joined(service.command));
  }
  return {};
}

contracts::Status Session::wait_ready(const std::string& service, std::stop_token stop) {
  const auto group = impl_->watcher.find(service);
  if (!group) return contracts::fail(ErrorKind::usage, "service '" + service + "' was not started");
  const std::string name = impl_->name_of(*group);
  const auto& spec = group->service;
  const auto end = std::chrono::steady_clock::now() + spec.ready.within;
  Client client;
  std::string seen = "nothing";
  for (Duration pause = std::chrono::milliseconds(5);;
       pause = std::min<Duration>(pause * 2, std::chrono::milliseconds(100))) {
    const Duration left = end - std::chrono::steady_clock::now();
    if (stop.stop_requested()) {
      return contracts::fail(ErrorKind::unavailable, "interrupted while waiting for " + name, spec.location);
    }
    if (left <= Duration(0)) {
      return contracts::fail(
          ErrorKind::timeout,
          impl_->with_output(
              *group, name + " was not ready within " + contracts::format_duration(spec.ready.within) + ": " + seen),
          spec.location, "raise `ready.within`, or see why it does not answer");
    }
    const Duration probe =
        std::max<Duration>(std::min<Duration>(left, std::chrono::seconds(2)), std::chrono::milliseconds(1));
    seen = why_not_ready(client, spec.url, spec.ready.http_path, probe, stop);
    if (const std::string exit = impl_->watcher.exit_of(*group); !exit.empty()) {
      return contracts::fail(ErrorKind::unavailable,
                             impl_->with_output(*group, name + " " + exit + " before it was ready"), spec.location,
                             "its command is: " + joined(spec.command));
    }
    if (seen.empty()) break;
    impl_->watcher.wait_for_exit(*group, std::min(pause, left), stop);
  }
  impl_->watcher.note(spec.name, "ready");
  return {};
}

contracts::Status Session::stop(const std::string& service) {
  const auto group = impl_->watcher.find(service);
  if (!group) return {};
  impl_->watcher.ask_to_stop(*group);
  if (impl_->watcher.wait_until_gone(*group, impl_->options.grace)) return {};
  impl_->watcher.signal(*group, SIGKILL);
  if (impl_->watcher.wait_until_gone(*group, kUntilKilledGroupIsGone)) return {};
  return contracts::fail(ErrorKind::internal, "service '" + service + "' did not end after SIGKILL",
                         group->service.location);
}

contracts::Status Session::kill(const std::string& service) {
  const auto group = impl_->watcher.find(service);
  if (!group) return contracts::fail(ErrorKind::unavailable, "service '" + service + "' is not running");
  impl_->watcher.expect_exit(*group);
  impl_->watcher.signal(*group, SIGKILL);
  if (impl_->watcher.wait_until_gone(*group, kUntilKilledGroupIsGone)) return {};
  return contracts::fail(ErrorKind::internal, "service '" + service + "' did not end after SIGKILL",
                         group->service.location);
}

contracts::Status Session::start_again(const std::string& service) {
  const auto group = impl_->watcher.find(service);
  if (!group) return contracts::fail(ErrorKind::usage, "service '" + service + "' was not started");
  return launch(group->service);
}

contracts::Status Session::run(const ServiceProcess& command, Duration within, std::stop_token stop) {
  auto group = std::make_shared<ProcessGroup>(command, "", impl_->options.max_log_bytes, impl_->options.tail_bytes);
  group->stopping = true;
  const std::string shown = "`" + command.command.back() + "`";
  const auto failed = [&](ErrorKind kind, const std::string& why) {
    return contracts::fail(kind, impl_->with_output(*group, shown + " " + why), command.location);
  };
  if (const std::string why = impl_->watcher.launch(group); !why.empty())
    return contracts::fail(ErrorKind::unavailable, shown + " cannot be started: " + why, command.location);
  impl_->watcher.wait_for_exit(*group, within, stop);
  std::string exit = impl_->watcher.exit_of(*group);
  if (exit.empty()) {
    impl_->watcher.signal(*group, SIGKILL);
    impl_->watcher.wait_until_gone(*group, kUntilKilledGroupIsGone);
    if (stop.stop_requested()) return failed(ErrorKind::unavailable, "was interrupted");
    return failed(ErrorKind::timeout, "did not end within " + contracts::format_duration(within));
  }
  if (exit != "exited 0") return failed(ErrorKind::unavailable, exit);
  return {};
}

contracts::Result<CommandEnd> Session::run_to_end(const ServiceProcess& command, Duration within, std::stop_token stop,
                                                  const std::string& log_file) {
  auto group =
      std::make_shared<ProcessGroup>(command, log_file, impl_->options.max_log_bytes, impl_->options.tail_bytes);
  group->stopping = true;
  const auto begin = std::chrono::steady_clock::now();
  if (const std::string why = impl_->watcher.launch(group); !why.empty())
    return contracts::fail(ErrorKind::unavailable, "`" + joined(command.command) + "` cannot be started: " + why);
  impl_->watcher.wait_for_exit(*group, within, stop);
  CommandEnd end;
  end.how = impl_->watcher.exit_of(*group);
  end.took = std::chrono::steady_clock::now() - begin;
  end.interrupted = end.how.empty() && stop.stop_requested();
  end.timed_out = end.how.empty() && !end.interrupted;
  if (end.how.empty())
    end.how = end.interrupted ? "was interrupted" : "did not end within " + contracts::format_duration(within);
  end.success = end.how == "exited 0";
  impl_->watcher.ask_to_stop(*group);
  if (!impl_->watcher.wait_until_gone(*group, impl_->options.grace)) {
    impl_->watcher.signal(*group, SIGKILL);
    impl_->watcher.wait_until_gone(*group, kUntilKilledGroupIsGone);
  }
  impl_->watcher.wait_for_output(*group);
  end.output = group->log.tail(kLinesInMessages);
  return end;
}

pid_t Session::pid_of(const std::string& service) const {
  const auto group = impl_->watcher.find(service);
  return group && !impl_->watcher.gone(*group) ? group->pid : 0;
}

void Session::stop_all() {
  const auto groups = impl_->watcher.all();
  for (const auto& group : groups) impl_->watcher.ask_to_stop(*group);
  const auto end = std::chrono::steady_clock::now() + impl_->options.grace;
  for (const auto& group : groups) {
    impl_->watcher.wait_until_gone(*group, std::max<Duration>(end - std::chrono::steady_clock::now(), Duration(0)));
  }
  for (const auto& group : groups) impl_->watcher.signal(*group, SIGKILL);
  for (const auto& group : groups) impl_->watcher.wait_until_gone(*group, kUntilKilledGroupIsGone);
}

contracts::Status Session::signal(const std::string& service, int number) {
  const auto group = impl_->watcher.find(service);
  if (!group || !impl_->watcher.signal(*group, number)) {
    return contracts::fail(ErrorKind::unavailable, "service '" + service + "' is not running");
  }
  return {};
}

bool Session::running(const std::string& service) const {
  const auto group = impl_->watcher.find(service);
  return group && !impl_->watcher.gone(*group);
}

std::vector<ServiceExit> Session::unexpected_exits() const {
  return impl_->watcher.unexpected_exits();
}

std::string Session::log_tail(const std::string& service, std::size_t lines) const {
  const auto group = impl_->watcher.find(service);
  return group ? group->log.tail(lines) : std::string();
}

std::string Session::log_file(const std::string& service) const {
  const auto group = impl_->watcher.find(service);
  return group ? group->log.path() : std::string();
}

}  // namespace squall::harness
