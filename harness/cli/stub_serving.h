#pragma once
// What every way of standing in for a provider needs around its handlers: signals, an engine, a voice, an end.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "chaos/http/handler.h"
#include "chaos/tls/settings.h"
#include "contracts/core/result.h"
#include "harness/cli/command.h"

namespace squall::harness {

class StubServing {
 public:
  // Watches signals from here on, so it comes before any thread. One at a time. `invocation` outlives it.
  explicit StubServing(Invocation& invocation);
  ~StubServing();
  StubServing(const StubServing&) = delete;
  StubServing& operator=(const StubServing&) = delete;

  // Whole lines on standard error, never mixed; from any thread, as long as the invocation lives.
  std::function<void(const std::string& text)> tell() const;
  // The same with "squall: " before it and a line's end behind it.
  std::function<void(const std::string& what)> say() const;

  // Once, before listen().
  void start(unsigned workers, std::uint64_t seed);
  // The port it listens on; 0 is any free one. `name` is for messages, each once. Errors: unavailable.
  contracts::Result<std::uint16_t> listen(const std::string& name, const std::string& host, std::uint16_t port,
                                          const std::optional<chaos::tls::Listening>& tls,
                                          chaos::http::Handler handler);
  // Until SIGINT or SIGTERM. Twice a second, and at SIGHUP (`asked`), it calls `look` on this thread; it may be empty.
  void wait(const std::function<void(bool asked)>& look = nullptr);
  // Nothing is served any more; what the signal means.
  ExitCode stop();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace squall::harness
