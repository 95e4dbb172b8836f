#include "harness/cli/signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <thread>

namespace squall::harness {

struct SignalWatch::Impl {
  std::stop_source source;
  std::atomic<int> first{0};
  std::map<int, std::function<void()>> others;
  sigset_t watched{};
  sigset_t previous{};
  int signals = -1;
  int end = -1;
  std::thread thread;

  void watch() {
    std::array<pollfd, 2> waiting = {pollfd{signals, POLLIN, 0}, pollfd{end, POLLIN, 0}};
    while (true) {
      if (poll(waiting.data(), waiting.size(), -1) < 0) continue;
      if ((waiting[1].revents & POLLIN) != 0) return;
      signalfd_siginfo info{};
      if (read(signals, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) continue;
      if (const auto other = others.find(static_cast<int>(info.ssi_signo)); other != others.end()) {
        other->second();
        continue;
      }
      int none = 0;
      first.compare_exchange_strong(none, static_cast<int>(info.ssi_signo));
      source.request_stop();
    }
  }
};

SignalWatch::SignalWatch(std::map<int, std::function<void()>> others) : impl_(std::make_unique<Impl>()) {
  impl_->others = std::move(others);
  sigset_t& watched = impl_->watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  sigaddset(&watched, SIGTERM);
  for (const auto& [signal, call] : impl_->others) sigaddset(&watched, signal);
  pthread_sigmask(SIG_BLOCK, &watched, &impl_->previous);
  impl_->signals = signalfd(-1, &watched, SFD_CLOEXEC);
  impl_->end = eventfd(0, EFD_CLOEXEC);
  impl_->thread = std::thread([impl = impl_.get()] { impl->watch(); });
}

SignalWatch::~SignalWatch() {
  const std::uint64_t one = 1;
  if (write(impl_->end, &one, sizeof one) == static_cast<ssize_t>(sizeof one)) impl_->thread.join();
  close(impl_->signals);
  close(impl_->end);
  // A signal that came after the last look stays pending and would end the process here, after teardown; take it.
  const timespec at_once{};
  while (sigtimedwait(&impl_->watched, nullptr, &at_once) > 0) {
  }
  pthread_sigmask(SIG_SETMASK, &impl_->previous, nullptr);
}

std::stop_token SignalWatch::token() const {
  return impl_->source.get_token();
}

std::optional<ExitCode> SignalWatch::received() const {
  switch (impl_->first.load()) {
    case SIGINT:
      return ExitCode::interrupted;
    case SIGTERM:
      return ExitCode::terminated;
    default:
      return std::nullopt;
  }
}

}  // namespace squall::harness
