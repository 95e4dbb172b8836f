#pragma once
// SIGINT and SIGTERM as a stop token, other signals as calls.

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "harness/check/exit_code.h"

namespace squall::harness {

// While it lives, SIGINT and SIGTERM do not end the process: the first requests a stop, later ones change nothing, so
// that a second Ctrl-C cannot leave anything behind. It blocks both signals in the calling thread (threads made later
// inherit that) and starts a thread; fork what must be forked before. Only one may exist at a time.
class SignalWatch {
 public:
  // `others`: what each further signal calls, on that thread.
  explicit SignalWatch(std::map<int, std::function<void()>> others = {});
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  std::stop_token token() const;
  // `interrupted` or `terminated` once a signal came.
  std::optional<ExitCode> received() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
